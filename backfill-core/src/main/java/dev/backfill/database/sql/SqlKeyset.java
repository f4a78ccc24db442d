package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walking a table by an index, for databases that have nothing better to sample with. */
abstract class SqlKeyset implements RangeSql {
    private final String table;
    private final List<Column> key;

    /**
     * @param table quoted
     */
    SqlKeyset(String table, List<Column> key) {
        this.table = table;
        this.key = key;
    }

    @Override
    public List<Column> key() {
        return key;
    }

    /** Slices of the few rows that are meant; null if all are. */
    abstract Target.@Nullable Slices few(Session session, int wanted);

    @Override
    public String with() {
        return "";
    }

    @Override
    public String nextSql(Range range) {
        return "SELECT " + keyText() + " FROM " + from() + " WHERE " + within(range) + " ORDER BY " + order("")
                + " LIMIT 1 OFFSET ?";
    }

    @Override
    public Target.@Nullable Page next(Session session, Range range, int rows) {
        List<Position> end = session.query(nextSql(range), this::position, bind(range, rows - 1));
        return end.isEmpty() ? rest(session, range) : new Target.Page(end.get(0), rows);
    }

    /** The range has fewer rows than were asked for: all of them, counted. */
    private Target.@Nullable Page rest(Session session, Range range) {
        Position last = last(session, range);
        if (last == null) {
            return null;
        }
        long rows = session.one(
                "SELECT count(*) FROM " + from() + " WHERE " + within(range.to(last)),
                row -> row.number(1),
                bind(range.to(last)));
        return new Target.Page(last, (int) Math.min(rows, Integer.MAX_VALUE));
    }

    @Override
    public @Nullable Position last(Session session, Range range) {
        List<Position> last = session.query(
                "SELECT " + keyText() + " FROM " + from() + " WHERE " + within(range) + " ORDER BY " + order(" DESC")
                        + " LIMIT 1",
                this::position,
                bind(range));
        return last.isEmpty() ? null : last.get(0);
    }

    /** One walk over the key's index, a slice at a time: exact, and in the index's own order without a sort. */
    @Override
    public Target.Slices slices(Session session, int wanted) {
        Target.Slices few = few(session, wanted);
        if (few != null) {
            return few;
        }
        Position last = last(session, Range.ALL);
        if (last == null) {
            return new Target.Slices(List.of(), 0, true);
        }
        long rows = session.one("SELECT count(*) FROM " + table, row -> row.number(1));
        return new Target.Slices(
                ends(session, last, Math.max(1, (int) ((rows + wanted - 1) / wanted)), wanted), rows, true);
    }

    private List<Position> ends(Session session, Position last, int size, int wanted) {
        List<Position> ends = new ArrayList<>();
        Range left = Range.ALL;
        while (ends.size() < wanted - 1) {
            List<Position> end = session.query(nextSql(left), this::position, bind(left, size - 1));
            if (end.isEmpty() || end.get(0).equals(last)) {
                break;
            }
            ends.add(end.get(0));
            left = Range.ALL.from(end.get(0));
        }
        ends.add(last);
        return ends;
    }
}
