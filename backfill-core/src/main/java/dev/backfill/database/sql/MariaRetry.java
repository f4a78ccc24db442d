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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows that failed before, by the keys of their dead letters. The keys are read back from the ledger's text into the
 * key's own types, so that the server compares and orders them as it does the table's. They are few: a statement looks
 * each of them up, and never walks the table between them.
 */
final class MariaRetry implements Target.Retried {
    private static final String SELECTED = "d.run_id = ? AND (d.settled_by IS NULL OR d.settled_by = ?)";

    private final String keyPart;
    private final Retry retry;
    private final String deadLetters;
    private final List<Column> key;

    /**
     * @param keyPart see {@link MariaStatements}
     * @param deadLetters quoted name of the ledger's table
     */
    MariaRetry(String keyPart, Retry retry, String deadLetters, List<Column> key) {
        this.keyPart = keyPart;
        this.retry = retry;
        this.deadLetters = deadLetters;
        this.key = key;
    }

    /** The key's columns as values, of the dead letter {@code d}. */
    private List<String> decoded() {
        return IntStream.range(0, key.size())
                .mapToObj(i -> MariaType.key(keyPart.formatted(i), key.get(i)))
                .toList();
    }

    /** The table joined to the keys, which come first; its {@link #parameters} too. */
    String join(String table) {
        List<String> values = decoded();
        String names = IntStream.range(0, key.size())
                .mapToObj(i -> values.get(i) + " AS backfill_r" + i)
                .collect(Collectors.joining(", "));
        String same = IntStream.range(0, key.size())
                .mapToObj(i -> MariaNames.of(key.get(i)) + (MariaType.of(key.get(i)) == MariaType.MEMBERS ? " + 0" : "")
                        + " = r.backfill_r" + i)
                .collect(Collectors.joining(" AND "));
        return "(SELECT DISTINCT " + names + " FROM " + deadLetters + " AS d WHERE " + SELECTED
                + ") AS r STRAIGHT_JOIN " + table + " ON " + same;
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

    /**
     * A row that was tried again and failed again has a dead letter in each of these runs. They say in which run it
     * failed first, and are settled together; else each of them could be retried, and the row changed more than once.
     */
    @Override
    public int settle(Session session, Range range) {
        String by = Objects.requireNonNull(retry.by(), "a run without a name settles nothing");
        String first = session.one(
                "SELECT coalesce(min(coalesce(origin, run_id)), ?) FROM " + deadLetters + " WHERE run_id = ?",
                row -> row.string(1),
                retry.of(),
                retry.of());
        session.update("UPDATE " + deadLetters + " SET origin = ? WHERE run_id = ? AND origin IS NULL", first, by);
        List<@Nullable Object> parameters = new ArrayList<>(List.of(by));
        parameters.addAll(parameters());
        parameters.addAll(MariaKeyset.ends(range));
        parameters.addAll(List.of(by, by, first));
        return session.update(settleSql(range), parameters.toArray());
    }

    private String settleSql(Range range) {
        return "UPDATE (SELECT d.row_key FROM " + deadLetters + " AS d LEFT JOIN " + deadLetters
                + " AS a ON a.run_id = ? AND a.row_key = d.row_key WHERE " + SELECTED + " AND a.run_id IS NULL AND "
                + MariaKeyset.compare(decoded(), key, range) + ") AS m STRAIGHT_JOIN " + deadLetters
                + " AS s ON s.row_key = m.row_key SET s.settled_by = ?"
                + " WHERE s.settled_by IS NULL AND s.run_id <> ? AND coalesce(s.origin, s.run_id) = ?";
    }
}
