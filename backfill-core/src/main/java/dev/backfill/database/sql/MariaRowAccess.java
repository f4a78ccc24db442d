package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Table;
import dev.backfill.database.Target;
import dev.backfill.definition.Transform;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Row work: one SELECT, and one UPDATE joined to the changes as a table. A row's version is a digest of the stored bytes
 * of all columns that were read: compare-and-set holds for what the new values were computed from.
 */
final class MariaRowAccess implements Target.RowAccess {
    private static final String SAVEPOINT = "backfill_write";

    private final MariaKeyset keyset;
    private final String where;
    private final List<Column> reads;
    private final List<Column> writes;
    private final String self;
    private final String version;

    /**
     * @param self the table with its alias
     */
    MariaRowAccess(String self, MariaKeyset keyset, String where, Table description, Transform transform) {
        this.self = self;
        this.keyset = keyset;
        this.where = where;
        Set<String> names = new LinkedHashSet<>(transform.reads());
        names.addAll(transform.writes());
        this.reads = names.stream().map(description::require).toList();
        this.writes = transform.writes().stream().map(description::require).toList();
        this.version = "SHA1(CONCAT_WS(',', " + MariaNames.list(reads, MariaRowAccess::digested) + "))";
    }

    /** With its length in front, so that no two lists of values look the same. */
    private static String digested(Column column) {
        String bytes = MariaType.of(column) == MariaType.TEXT || MariaType.of(column) == MariaType.BINARY
                ? "CAST(" + MariaNames.of(column) + " AS BINARY)"
                : "CAST(" + MariaType.text(MariaNames.of(column), column) + " AS BINARY)";
        return "COALESCE(CONCAT(OCTET_LENGTH(" + bytes + "), ':', " + bytes + "), '-')";
    }

    @Override
    public List<Column> reads() {
        return reads;
    }

    @Override
    public List<Column> writes() {
        return writes;
    }

    String readSql(Range range) {
        return readSql(range, where);
    }

    private String readSql(Range range, String condition) {
        return "SELECT " + columns() + " FROM " + keyset.from() + " WHERE " + keyset.within(range) + " AND "
                + keyset.only(condition) + " ORDER BY " + keyset.order("");
    }

    private String columns() {
        return keyset.keyText() + ", " + version + ", " + MariaNames.list(reads, MariaValues::select);
    }

    @Override
    public List<Target.StoredRow> read(Session session, Range range) {
        return ((JdbcSession) session).read(readSql(range), this::row, keyset.bind(range));
    }

    @Override
    public List<Target.StoredRow> readAll(Session session, Range range) {
        return ((JdbcSession) session).read(readSql(range, "true"), this::row, keyset.bind(range));
    }

    private Target.StoredRow row(ResultSet rows) throws SQLException {
        Position key = keyset.position(new JdbcCells(rows));
        int at = key.parts().size() + 1;
        List<@Nullable Object> values = new ArrayList<>(reads.size());
        for (int i = 0; i < reads.size(); i++) {
            values.add(MariaValues.read(rows, at + 1 + i, reads.get(i)));
        }
        return new Target.StoredRow(key, values, rows.getString(at));
    }

    String writeSql() {
        String assignments = numbered(
                writes,
                (c, i) -> MariaNames.of(c) + " = " + MariaType.assigned("v.c" + (behindKey() + 1 + i), c),
                ", ");
        return "UPDATE " + joined(behindKey() + 1 + writes.size()) + " SET " + assignments + " WHERE " + unchanged();
    }

    private int behindKey() {
        return keyset.key().size();
    }

    private String joined(int columns) {
        return MariaRows.table(columns) + " STRAIGHT_JOIN " + self + " ON "
                + numbered(keyset.key(), (c, i) -> comparable(c) + " = " + MariaType.key("v.c" + i, c), " AND ");
    }

    private static String comparable(Column column) {
        return MariaNames.of(column) + (MariaType.of(column) == MariaType.MEMBERS ? " + 0" : "");
    }

    private String unchanged() {
        return version + " = v.c" + behindKey();
    }

    @Override
    public int write(Session session, List<Target.RowChange> changes) {
        MariaSession maria = (MariaSession) session;
        maria.stale().clear();
        List<List<@Nullable String>> rows =
                changes.stream().map(this::parameters).toList();
        maria.run("SAVEPOINT " + SAVEPOINT);
        int written = write(maria, rows);
        if (written == rows.size()) {
            return written;
        }
        // find out which: with the rows locked, so that the answer stays true
        maria.run("ROLLBACK TO SAVEPOINT " + SAVEPOINT);
        Set<Position> same = same(maria, rows);
        List<List<@Nullable String>> left = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            Position key = changes.get(i).row().key();
            if (same.contains(key)) {
                left.add(rows.get(i));
            } else {
                maria.stale().add(key);
            }
        }
        return left.isEmpty() ? 0 : write(maria, left);
    }

    private int write(MariaSession session, List<List<@Nullable String>> rows) {
        int written = 0;
        for (int from = 0; from < rows.size(); ) {
            int end = MariaRows.batch(rows, from);
            written += session.update(writeSql(), MariaRows.json(rows.subList(from, end)));
            from = end;
        }
        return written;
    }

    private Set<Position> same(MariaSession session, List<List<@Nullable String>> rows) {
        List<List<@Nullable String>> keys =
                rows.stream().map(row -> row.subList(0, behindKey() + 1)).toList();
        return new HashSet<>(session.query(
                "SELECT " + keyset.keyText() + " FROM " + joined(behindKey() + 1) + " WHERE " + unchanged()
                        + " FOR UPDATE",
                keyset::position,
                MariaRows.json(keys)));
    }

    /** The parameter of a write that changes nothing, to have its plan explained. */
    Object noChanges() {
        return "[]";
    }

    private List<@Nullable String> parameters(Target.RowChange change) {
        List<@Nullable String> row = new ArrayList<>(change.row().key().parts());
        row.add(change.row().version());
        for (int i = 0; i < writes.size(); i++) {
            row.add(MariaValues.text(change.values().get(i), writes.get(i)));
        }
        return row;
    }

    @Override
    public List<Target.StoredRow> reread(Session session, Range range, List<Target.RowChange> changes) {
        MariaSession maria = (MariaSession) session;
        List<List<@Nullable String>> keys = new ArrayList<>();
        maria.stale().forEach(key -> keys.add(new ArrayList<>(key.parts())));
        if (keys.isEmpty()) {
            return List.of();
        }
        String sql = "SELECT " + columns() + " FROM " + joined(behindKey()) + " WHERE " + keyset.alone(range) + " AND "
                + where + " ORDER BY " + keyset.order("");
        List<@Nullable Object> parameters = new ArrayList<>();
        parameters.add(MariaRows.json(keys));
        parameters.addAll(MariaKeyset.ends(range));
        return maria.read(sql, this::row, parameters.toArray());
    }

    private static String numbered(List<Column> columns, Numbered form, String between) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> form.of(columns.get(i), i))
                .collect(Collectors.joining(between));
    }

    private interface Numbered {
        String of(Column column, int index);
    }
}
