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
import java.util.Arrays;
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
    private final MariaGivenRows given;

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
        this.given = new MariaGivenRows(description.name(), keyset.key(), writes);
        this.version = MariaVersion.of(reads);
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

    private String writeSql(MariaRowSource given) {
        String assignments =
                numbered(writes, (c, i) -> MariaNames.of(c) + " = " + MariaType.present(given.value(i), c), ", ");
        return "UPDATE " + joined(given) + " SET " + assignments + " WHERE " + unchanged(given);
    }

    private String sameSql(MariaRowSource given, String locking) {
        return "SELECT " + keyset.keyText() + " FROM " + joined(given) + " WHERE " + unchanged(given) + locking;
    }

    private String joined(MariaRowSource given) {
        return given.from() + " STRAIGHT_JOIN " + self + " ON "
                + numbered(keyset.key(), (c, i) -> comparable(c) + " = " + given.key(i), " AND ");
    }

    private static String comparable(Column column) {
        return MariaNames.of(column) + (MariaType.of(column) == MariaType.MEMBERS ? " + 0" : "");
    }

    private String unchanged(MariaRowSource given) {
        return version + " = " + given.version();
    }

    @Override
    public int write(Session session, List<Target.RowChange> changes) {
        MariaSession maria = (MariaSession) session;
        maria.stale().clear();
        List<List<@Nullable Object>> rows =
                changes.stream().map(this::parameters).toList();
        maria.run("SAVEPOINT " + SAVEPOINT);
        int written = write(maria, rows);
        if (written == rows.size()) {
            return written;
        }
        // find out which: with the rows locked, so that the answer stays true
        maria.run("ROLLBACK TO SAVEPOINT " + SAVEPOINT);
        Set<Position> same = same(maria, rows);
        List<List<@Nullable Object>> left = new ArrayList<>();
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

    private int write(MariaSession session, List<List<@Nullable Object>> rows) {
        return given.run(session, rows, this::writeSql, part -> session.update(part.sql(), part.parameters())).stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private Set<Position> same(MariaSession session, List<List<@Nullable Object>> rows) {
        List<List<@Nullable Object>> keys =
                rows.stream().map(row -> row.subList(0, behindKey() + 1)).toList();
        String locking = session.flavour().statements().locking();
        return given
                .run(
                        session,
                        keys,
                        source -> sameSql(source, locking),
                        part -> session.query(part.sql(), keyset::position, part.parameters()))
                .stream()
                .flatMap(List::stream)
                .collect(Collectors.toSet());
    }

    private int behindKey() {
        return keyset.key().size();
    }

    /** How the server would write. */
    Target.StatementPlan explain(MariaSession session) {
        return given.explain(session, this::writeSql);
    }

    private List<@Nullable Object> parameters(Target.RowChange change) {
        List<@Nullable Object> row = new ArrayList<>(change.row().key().parts());
        row.add(change.row().version());
        for (int i = 0; i < writes.size(); i++) {
            row.add(MariaValues.given(change.values().get(i), writes.get(i)));
        }
        return row;
    }

    @Override
    public List<Target.StoredRow> reread(Session session, Range range, List<Target.RowChange> changes) {
        MariaSession maria = (MariaSession) session;
        List<List<@Nullable Object>> keys = new ArrayList<>();
        maria.stale().forEach(key -> keys.add(new ArrayList<>(key.parts())));
        return given
                .run(maria, keys, source -> rereadSql(source, range), part -> {
                    List<@Nullable Object> parameters = new ArrayList<>(Arrays.asList(part.parameters()));
                    parameters.addAll(MariaKeyset.ends(range));
                    return maria.read(part.sql(), this::row, parameters.toArray());
                })
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private String rereadSql(MariaRowSource given, Range range) {
        return "SELECT " + columns() + " FROM " + joined(given) + " WHERE " + keyset.alone(range) + " AND " + where
                + " ORDER BY " + keyset.order("");
    }

    @Override
    public List<String> missingForLargeRows(Session session) {
        return given.missingForLargeRows((MariaSession) session);
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
