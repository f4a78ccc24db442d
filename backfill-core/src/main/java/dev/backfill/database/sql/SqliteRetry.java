package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Retry;
import dev.backfill.database.Session;
import dev.backfill.database.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows that failed before, by the keys of their dead letters, which are read back into their storage classes. */
final class SqliteRetry implements Target.Retried {
    private static final String SELECTED = "d.run_id = ? AND (d.settled_by IS NULL OR d.settled_by = ?)";

    private final Retry retry;
    private final String deadLetters;
    private final List<Column> key;

    /**
     * @param deadLetters quoted name of the ledger's table
     */
    SqliteRetry(Retry retry, String deadLetters, List<Column> key) {
        this.retry = retry;
        this.deadLetters = deadLetters;
        this.key = key;
    }

    /** The key's columns as values, of the dead letter {@code d}. */
    private List<String> decoded() {
        return IntStream.range(0, key.size())
                .mapToObj(i -> SqliteKeys.decoded("json_extract(d.row_key, '$[" + i + "]')", key.get(i)))
                .toList();
    }

    /** True for the rows that are meant; its {@link #parameters} too. */
    String meant() {
        return SqliteKeyset.row(key.stream().map(SqliteNames::of).toList()) + " IN (SELECT "
                + String.join(", ", decoded()) + " FROM " + deadLetters + " AS d WHERE " + SELECTED + ")";
    }

    List<@Nullable Object> parameters() {
        return Arrays.asList(retry.of(), retry.by());
    }

    /** Of rows that failed, also those that are gone meanwhile. */
    Target.Slices slices(Session session, int wanted) {
        List<Position> all = session.query(
                "SELECT d.row_key FROM " + deadLetters + " AS d WHERE " + SELECTED + " ORDER BY "
                        + String.join(", ", decoded()),
                row -> Position.decode(row.string(1)),
                parameters().toArray());
        List<Position> ends = new ArrayList<>();
        int size = Math.max(1, (all.size() + wanted - 1) / wanted);
        for (int i = size; i < all.size(); i += size) {
            ends.add(all.get(i - 1));
        }
        if (!all.isEmpty()) {
            ends.add(all.get(all.size() - 1));
        }
        return new Target.Slices(ends, all.size(), true);
    }

    /** See {@link MariaRetry#settle}. */
    @Override
    public int settle(Session session, Range range) {
        String by = Objects.requireNonNull(retry.by(), "a run without a name settles nothing");
        String first = session.one(
                "SELECT coalesce(min(coalesce(origin, run_id)), ?) FROM " + deadLetters + " WHERE run_id = ?",
                row -> row.string(1),
                retry.of(),
                retry.of());
        session.update("UPDATE " + deadLetters + " SET origin = ? WHERE run_id = ? AND origin IS NULL", first, by);
        List<@Nullable Object> parameters = new ArrayList<>(List.of(by, by, first, by));
        parameters.addAll(parameters());
        parameters.addAll(SqliteKeyset.ends(range, key));
        return session.update(settleSql(range), parameters.toArray());
    }

    private String settleSql(Range range) {
        return "UPDATE " + deadLetters + " SET settled_by = ?"
                + " WHERE settled_by IS NULL AND run_id <> ? AND coalesce(origin, run_id) = ? AND row_key IN (SELECT"
                + " d.row_key FROM " + deadLetters + " AS d LEFT JOIN " + deadLetters
                + " AS a ON a.run_id = ? AND a.row_key = d.row_key WHERE " + SELECTED + " AND a.run_id IS NULL AND "
                + SqliteKeyset.compare(decoded(), range) + ")";
    }
}
