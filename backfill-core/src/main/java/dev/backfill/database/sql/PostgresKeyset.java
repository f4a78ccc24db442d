package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Key order by row comparison, {@code (a, b) > (?, ?)}, which PostgreSQL answers from an index over the same columns.
 * Bounds travel as text and are cast to the column's type, so the server compares them by its own rules.
 */
final class PostgresKeyset implements RangeSql {
    /** Below this many bytes the whole index is read in well under a second, and bounds are exact. */
    private static final long EXACT_BYTES = 128L << 20;
    /** Enough pages for slices that differ by a few percent, few enough to read cold in seconds. */
    private static final double SAMPLE_PAGES = 4000;

    private static final int PAGE_BYTES = 8192;

    private final String table;
    private final long bytes;
    private final List<Column> key;
    /** Key columns as text, for a select list. */
    private final String keyText;
    /** Null for all rows. */
    private final @Nullable PostgresRetry retry;

    PostgresKeyset(String table, long bytes, List<Column> key, @Nullable PostgresRetry retry) {
        this.table = table;
        this.bytes = bytes;
        this.key = key;
        this.retry = retry;
        this.keyText = Identifiers.list(key, c -> alias(c) + "::text");
    }

    @Override
    public String keyText() {
        return keyText;
    }

    @Override
    public List<Column> key() {
        return key;
    }

    @Override
    public String from() {
        return table + " AS t";
    }

    @Override
    public String with() {
        return retry == null ? "" : retry.with();
    }

    @Override
    public String within(Range range) {
        return retry == null ? compare("t", key, range) : retry.selects(compare("r", key, range));
    }

    @Override
    public String only(String condition) {
        return retry == null ? condition : retry.only(condition);
    }

    /** The condition for a range alone, on the key columns of the alias. */
    static String compare(String alias, List<Column> key, Range range) {
        String columns = tuple(key, Identifiers.list(key, c -> alias + "." + Identifiers.quote(c.name())));
        String values = tuple(key, Identifiers.list(key, c -> "?::" + c.bareType()));
        List<String> conditions = new ArrayList<>();
        if (range.after() != null) {
            conditions.add(columns + " > " + values);
        }
        if (range.upTo() != null) {
            conditions.add(columns + " <= " + values);
        }
        return conditions.isEmpty() ? "true" : String.join(" AND ", conditions);
    }

    /** The condition for rows alone, by their keys, on the key columns of the alias; {@link #parts} are its parameters. */
    static String among(String alias, List<Column> key, int keys) {
        String columns = tuple(key, Identifiers.list(key, c -> alias + "." + Identifiers.quote(c.name())));
        String values = tuple(key, Identifiers.list(key, c -> "?::" + c.bareType()));
        return columns + " IN (" + String.join(", ", Collections.nCopies(keys, values)) + ")";
    }

    static List<String> parts(List<Position> keys) {
        return keys.stream().flatMap(key -> key.parts().stream()).toList();
    }

    /** The parameters of {@link #compare}. */
    static Object[] ends(Range range) {
        List<Object> parameters = new ArrayList<>();
        if (range.after() != null) {
            parameters.addAll(range.after().parts());
        }
        if (range.upTo() != null) {
            parameters.addAll(range.upTo().parts());
        }
        return parameters.toArray();
    }

    @Override
    public @Nullable Object[] bind(Range range, Object... more) {
        return bind(List.of(), range, more);
    }

    /**
     * @param before what the statement has between its beginning and the range
     */
    @Nullable
    Object[] bind(List<?> before, Range range, Object... more) {
        List<@Nullable Object> parameters = new ArrayList<>(retry == null ? List.of() : retry.parameters());
        parameters.addAll(before);
        Collections.addAll(parameters, ends(range));
        Collections.addAll(parameters, more);
        return parameters.toArray();
    }

    @Override
    public String order(String direction) {
        return retry == null ? Identifiers.list(key, c -> alias(c) + direction) : retry.order(direction);
    }

    @Override
    public Position position(Session.Cells row) {
        List<String> parts = new ArrayList<>(key.size());
        for (int i = 1; i <= key.size(); i++) {
            parts.add(Objects.requireNonNull(row.text(i), "a key column must not be NULL"));
        }
        return new Position(parts);
    }

    @Override
    public String nextSql(Range range) {
        return with() + "SELECT " + keyText + " FROM " + table + " AS t WHERE " + within(range) + " ORDER BY "
                + order("") + " OFFSET ? LIMIT 1";
    }

    @Override
    public Target.@Nullable Page next(Session session, Range range, int rows) {
        List<Position> end = session.query(nextSql(range), this::position, bind(range, rows - 1));
        return end.isEmpty() ? rest(session, range) : new Target.Page(end.get(0), rows);
    }

    /** The range has fewer rows than were asked for: all of them, counted. */
    private Target.@Nullable Page rest(Session session, Range range) {
        List<Target.Page> rest = session.query(
                with() + "SELECT " + keyText + ", count(*) OVER () FROM " + table + " AS t WHERE " + within(range)
                        + " ORDER BY " + order(" DESC") + " LIMIT 1",
                row -> new Target.Page(position(row), (int) row.number(key.size() + 1)),
                bind(range));
        return rest.isEmpty() ? null : rest.get(0);
    }

    @Override
    public @Nullable Position last(Session session, Range range) {
        return last(session, table, range);
    }

    private @Nullable Position last(Session session, String from, Range range) {
        List<Position> last = session.query(
                with() + "SELECT " + keyText + " FROM " + from + " AS t WHERE " + within(range) + " ORDER BY "
                        + order(" DESC") + " LIMIT 1",
                this::position,
                bind(range));
        return last.isEmpty() ? null : last.get(0);
    }

    @Override
    public Target.Slices slices(Session session, int wanted) {
        // of rows that failed, also those that are gone meanwhile
        Position last = last(session, source(), Range.ALL);
        if (last == null) {
            return new Target.Slices(List.of(), 0, true);
        }
        return retry != null || bytes <= EXACT_BYTES
                ? slices(session, wanted, last, "", 1)
                : sampled(session, wanted, last);
    }

    private String source() {
        return retry == null ? table : PostgresRetry.KEYS;
    }

    private Target.Slices sampled(Session session, int wanted, Position last) {
        double share = Math.min(1, SAMPLE_PAGES * PAGE_BYTES / bytes);
        Target.Slices slices = slices(session, wanted, last, " TABLESAMPLE SYSTEM (" + share * 100 + ")", share);
        // a large but nearly empty table: its sample may have missed all rows
        return slices.rows() == 0 ? slices(session, wanted, last, "", 1) : slices;
    }

    /** Every n-th row of the table or of a sample of it, in key order; then the table's last row. */
    private Target.Slices slices(Session session, int wanted, Position last, String sample, double share) {
        String sql = with() + "SELECT " + Identifiers.list(key, c -> "s." + Identifiers.quote(c.name()) + "::text")
                + ", s.backfill_total FROM (SELECT " + Identifiers.list(key, PostgresKeyset::alias)
                + ", row_number() OVER (ORDER BY "
                + order("") + ") AS backfill_place, count(*) OVER () AS backfill_total FROM " + source() + " AS t"
                + sample
                + ") AS s WHERE s.backfill_place % greatest(1, ceil(s.backfill_total / ?::numeric))::bigint = 0"
                + " ORDER BY s.backfill_place";
        List<Target.Page> marks = session.query(
                sql,
                row -> new Target.Page(position(row), (int) Math.min(row.number(key.size() + 1), Integer.MAX_VALUE)),
                bind(Range.ALL, wanted));
        List<Position> ends =
                new ArrayList<>(marks.stream().map(Target.Page::end).toList());
        ends.remove(last);
        // the rows behind the last mark belong to the last slice, unless it is the only one
        if (ends.size() >= wanted) {
            ends.remove(ends.size() - 1);
        }
        ends.add(last);
        long counted = marks.isEmpty() ? 0 : marks.get(0).rows();
        return new Target.Slices(ends, Math.round(counted / share), share >= 1);
    }

    private static String alias(Column column) {
        return "t." + Identifiers.quote(column.name());
    }

    private static String tuple(List<Column> key, String list) {
        return key.size() == 1 ? list : "(" + list + ")";
    }
}
