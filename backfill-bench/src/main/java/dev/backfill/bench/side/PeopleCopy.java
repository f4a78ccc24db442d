package dev.backfill.bench.side;

import dev.backfill.bench.table.Product;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.OnConflict;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Users copied into {@code people}, their names split on the way. */
final class PeopleCopy {
    private PeopleCopy() {}

    /** Column of {@code people} to expression over {@code users}. */
    static Map<String, String> columns(Product product) {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("person_id", "id");
        columns.putAll(NameSplit.expressions(product));
        columns.put("email", "email");
        return columns;
    }

    /** In one statement. */
    static String insert(Product product) {
        Map<String, String> columns = columns(product);
        return "INSERT INTO people (" + String.join(", ", columns.keySet()) + ") SELECT "
                + String.join(", ", columns.values()) + " FROM users";
    }

    /**
     * As a backfill of this engine.
     *
     * @param from the database that has the users; null means the one that is written
     * @param product of the database that has the users
     */
    static Backfill backfill(String into, @Nullable String from, Product product, OnConflict onConflict, int workers) {
        Work work = new Work.Copy(from, new TableName(null, "people"), columns(product), onConflict);
        return Backfill.builder("fill-people", into, new TableName(null, "users"), work)
                .workers(workers)
                .build();
    }
}
