package dev.backfill.preflight;

import dev.backfill.database.Column;
import dev.backfill.database.Table;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import java.util.ArrayList;
import java.util.List;

/** There is a key, it identifies each row, and no part of it can be NULL: such a row would never be visited. */
final class KeyCheck implements PreflightCheck {
    @Override
    public String name() {
        return "key";
    }

    @Override
    public List<Finding> run(Context context) {
        Table table = context.table();
        List<String> key = context.key();
        String where = context.backfill().source().at("key");
        if (key.isEmpty()) {
            return List.of(new Finding(
                    "key-missing",
                    Severity.ERROR,
                    where + ": " + table.name() + " has no primary key, and the definition names no key",
                    "give key: with the columns of a unique index over columns that are NOT NULL"));
        }
        List<Finding> findings = new ArrayList<>();
        if (table.uniqueKeys().stream().noneMatch(key::containsAll)) {
            findings.add(new Finding(
                    "key-not-unique",
                    Severity.ERROR,
                    where + ": no unique index says that " + key + " identifies a row; "
                            + (table.uniqueKeys().isEmpty()
                                    ? "the table has none"
                                    : "unique are " + table.uniqueKeys()),
                    "use the columns of a unique index, in its order, or create one: rows that share a key could be"
                            + " split between chunks"));
        }
        for (String column : key) {
            if (table.column(column).map(Column::nullable).orElse(false)) {
                findings.add(new Finding(
                        "key-nullable",
                        Severity.ERROR,
                        where + ": key column " + column + " may be NULL",
                        "make the column NOT NULL or use another key: a row whose key is NULL is never visited"));
            }
        }
        return findings;
    }
}
