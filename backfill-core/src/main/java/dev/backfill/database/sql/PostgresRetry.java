package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.Range;
import dev.backfill.database.Retry;
import dev.backfill.database.Session;
import dev.backfill.database.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows that failed before, by the keys of their dead letters. The keys are read back from the ledger's text into the
 * key's own types, so that the server compares and orders them as it does the table's. They are few: a statement looks
 * each of them up, and never walks the table between them.
 */
final class PostgresRetry implements Target.Retried {
    /** The common table expression in which a statement has the keys, in columns named as the key's are. */
    static final String KEYS = "backfill_retried";

    private static final String SELECTED = "d.run_id = ? AND (d.settled_by IS NULL OR d.settled_by = ?)";

    private final Retry retry;
    private final String table;
    private final String deadLetters;
    private final List<Column> key;
    /** The run in which the rows failed first. */
    private final String first;

    private final String inherit;

    /**
     * @param table quoted
     * @param deadLetters quoted name of the ledger's table
     */
    PostgresRetry(Retry retry, String table, String deadLetters, List<Column> key) {
        this.retry = retry;
        this.table = table;
        this.deadLetters = deadLetters;
        this.key = key;
        this.first = "(SELECT min(coalesce(o.origin, o.run_id)) FROM " + deadLetters + " AS o WHERE o.run_id = ?)";
        this.inherit = "UPDATE " + deadLetters + " SET origin = " + first + " WHERE run_id = ? AND origin IS NULL";
    }

    /** What a statement begins with; its {@link #parameters} come first. */
    String with() {
        return "WITH " + keys(KEYS, Map.of(), SELECTED) + " ";
    }

    List<@Nullable Object> parameters() {
        return Arrays.asList(retry.of(), retry.by());
    }

    /**
     * Materialised, so that no key is read that the condition does not select: other runs have keys of other tables. The
     * first, empty part gives the columns the table's collations.
     *
     * @param more what else to have of the dead letter: column of the result to column of the ledger
     */
    private String keys(String name, Map<String, String> more, String condition) {
        String decoded = IntStream.range(0, key.size())
                .mapToObj(i -> "(d.row_key::pg_catalog.json ->> " + i + ")::"
                        + key.get(i).bareType())
                .collect(Collectors.joining(", "));
        String none = more.keySet().stream().map(c -> ", NULL::text AS " + c).collect(Collectors.joining());
        String extra = more.values().stream().map(c -> ", d." + c).collect(Collectors.joining());
        return name + " AS MATERIALIZED (SELECT " + columns("t") + none + " FROM " + table
                + " AS t WHERE false UNION ALL SELECT " + decoded + extra + " FROM " + deadLetters + " AS d WHERE "
                + condition + ")";
    }

    private String columns(String alias) {
        return Identifiers.list(key, c -> alias + "." + Identifiers.quote(c.name()));
    }

    private String among(String keys, String condition) {
        return "(" + columns("t") + ") IN (SELECT " + columns("r") + " FROM " + keys + " AS r WHERE " + condition + ")";
    }

    /**
     * True for the rows whose keys are selected.
     *
     * @param condition on a key, called {@code r}
     */
    String selects(String condition) {
        return among(KEYS, condition);
    }

    /** The condition, which is not even evaluated for other rows: it may fail on them. */
    String only(String condition) {
        return "CASE WHEN " + among(KEYS, "true") + " THEN (" + condition + ") ELSE false END";
    }

    /** Key order that no index serves, or the server would walk one from row to row to keep it. */
    String order(String direction) {
        return Identifiers.list(key, c -> {
            String name = "t." + Identifiers.quote(c.name());
            return "coalesce(" + name + ", " + name + ")" + direction;
        });
    }

    /**
     * A row that was tried again and failed again has a dead letter in each of these runs. They say in which run it
     * failed first, and are settled together; else each of them could be retried, and the row changed more than once.
     */
    @Override
    public int settle(Session session, Range range) {
        String by = Objects.requireNonNull(retry.by(), "a run without a name settles nothing");
        session.update(inherit, retry.of(), by);
        List<@Nullable Object> parameters = new ArrayList<>(parameters());
        parameters.addAll(List.of(by, by, retry.of(), by));
        parameters.addAll(List.of(PostgresKeyset.ends(range)));
        return session.update(settleSql(range), parameters.toArray());
    }

    private String settleSql(Range range) {
        String again = keys("backfill_again", Map.of(), "d.run_id = ?");
        String related = keys(
                "backfill_related",
                new TreeMap<>(Map.of("backfill_row", "row_key", "backfill_run", "run_id")),
                "d.settled_by IS NULL AND d.run_id <> ? AND coalesce(d.origin, d.run_id) = " + first);
        return with() + ", " + again + ", " + related + " UPDATE " + deadLetters
                + " AS s SET settled_by = ? FROM backfill_related AS t"
                + " WHERE s.run_id = t.backfill_run AND s.row_key = t.backfill_row AND "
                + among(KEYS, PostgresKeyset.compare("r", key, range)) + " AND NOT " + among("backfill_again", "true");
    }
}
