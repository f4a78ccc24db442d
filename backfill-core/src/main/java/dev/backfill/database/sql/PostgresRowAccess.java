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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Row work: one SELECT, and one UPDATE joined to arrays. The system column {@code xmin} names the transaction that
 * wrote a row's current version; comparing it is compare-and-set on the whole row, for any column type and for the
 * price of four bytes a row.
 */
final class PostgresRowAccess implements Target.RowAccess {
    private final String table;
    private final PostgresKeyset keyset;
    private final String where;
    private final List<Column> reads;
    private final List<Column> writes;

    PostgresRowAccess(String table, PostgresKeyset keyset, String where, Table description, Transform transform) {
        this.table = table;
        this.keyset = keyset;
        this.where = where;
        Set<String> names = new LinkedHashSet<>(transform.reads());
        names.addAll(transform.writes());
        this.reads = names.stream().map(description::require).toList();
        this.writes = transform.writes().stream().map(description::require).toList();
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
        return keyset.with() + "SELECT " + columns() + " FROM " + table + " AS t WHERE " + keyset.within(range)
                + " AND "
                + keyset.only(condition)
                + " ORDER BY " + keyset.order("");
    }

    private String columns() {
        return keyset.keyText() + ", t.xmin::text, "
                + Identifiers.list(reads, c -> PostgresValues.select("t." + Identifiers.quote(c.name()), c));
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
        int version = key.parts().size() + 1;
        List<@Nullable Object> values = new ArrayList<>(reads.size());
        for (int i = 0; i < reads.size(); i++) {
            values.add(PostgresValues.read(rows, version + 1 + i, reads.get(i)));
        }
        return new Target.StoredRow(key, values, rows.getString(version));
    }

    String writeSql() {
        String assignments = columnsNumbered(
                writes, (c, i) -> Identifiers.quote(c.name()) + " = " + PostgresValues.fromArray("v.w" + i, c));
        String arrays = columnsNumbered(keyset.key(), (c, i) -> "?::" + PostgresValues.arrayType(c))
                + ", ?::pg_catalog.xid[], "
                + columnsNumbered(writes, (c, i) -> "?::" + PostgresValues.arrayType(c));
        String names = columnsNumbered(keyset.key(), (c, i) -> "k" + i) + ", version, "
                + columnsNumbered(writes, (c, i) -> "w" + i);
        return "UPDATE " + table + " AS t SET " + assignments + " FROM unnest(" + arrays + ") AS v (" + names
                + ") WHERE " + sameKey() + " AND t.xmin = v.version";
    }

    private String sameKey() {
        return IntStream.range(0, keyset.key().size())
                .mapToObj(i -> "t." + Identifiers.quote(keyset.key().get(i).name()) + " = "
                        + PostgresValues.fromArray("v.k" + i, keyset.key().get(i)))
                .collect(Collectors.joining(" AND "));
    }

    @Override
    public int write(Session session, List<Target.RowChange> changes) {
        return session.update(writeSql(), arrays(changes));
    }

    /** The parameters of a write that changes nothing, to have its plan explained. */
    Object[] noChanges() {
        return arrays(List.of());
    }

    private Object[] arrays(List<Target.RowChange> changes) {
        List<Object> arrays = new ArrayList<>(keys(changes));
        arrays.add(array(changes, change -> change.row().version()));
        for (int i = 0; i < writes.size(); i++) {
            int column = i;
            arrays.add(
                    array(changes, change -> PostgresValues.text(change.values().get(column))));
        }
        return arrays.toArray();
    }

    private List<String> keys(List<Target.RowChange> changes) {
        return IntStream.range(0, keyset.key().size())
                .mapToObj(
                        i -> array(changes, change -> change.row().key().parts().get(i)))
                .toList();
    }

    private static String array(List<Target.RowChange> changes, Function<Target.RowChange, @Nullable String> element) {
        PostgresArray array = new PostgresArray(changes.size());
        changes.forEach(change -> array.add(element.apply(change)));
        return array.toString();
    }

    /** Rows of any size go one way. */
    @Override
    public List<String> missingForLargeRows(Session session) {
        return List.of();
    }

    @Override
    public List<Target.StoredRow> reread(Session session, Range range, List<Target.RowChange> changes) {
        String arrays = columnsNumbered(keyset.key(), (c, i) -> "?::" + PostgresValues.arrayType(c));
        String names = columnsNumbered(keyset.key(), (c, i) -> "k" + i);
        String sql = keyset.with() + "SELECT " + columns() + " FROM unnest(" + arrays + ") AS v (" + names + ") JOIN "
                + table
                + " AS t ON " + sameKey() + " WHERE " + keyset.within(range) + " AND "
                + keyset.only(where) + " AND t.xmin <> pg_current_xact_id()::pg_catalog.xid ORDER BY "
                + keyset.order("");
        return ((JdbcSession) session).read(sql, this::row, keyset.bind(keys(changes), range));
    }

    private static String columnsNumbered(List<Column> columns, Numbered form) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> form.of(columns.get(i), i))
                .collect(Collectors.joining(", "));
    }

    private interface Numbered {
        String of(Column column, int index);
    }
}
