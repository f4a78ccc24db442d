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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Row work: one SELECT, and an UPDATE per row that is still as it was read. There is no way to a server that it would be
 * worth saving; and since the transaction has the lock to write, only a trigger can have changed a row meanwhile.
 */
final class SqliteRowAccess implements Target.RowAccess {
    private final SqliteKeyset keyset;
    private final String where;
    private final List<Column> reads;
    private final List<Column> writes;

    SqliteRowAccess(SqliteKeyset keyset, String where, Table description, Transform transform) {
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
        return "SELECT " + columns() + " FROM " + keyset.from() + " WHERE " + keyset.within(range) + " AND " + condition
                + " ORDER BY " + keyset.order("");
    }

    private String columns() {
        return keyset.keyText() + ", " + Identifiers.list(reads, SqliteNames::of);
    }

    @Override
    public List<Target.StoredRow> read(Session session, Range range) {
        return ((SqliteSession) session).read(readSql(range), this::row, keyset.bind(range));
    }

    @Override
    public List<Target.StoredRow> readAll(Session session, Range range) {
        return ((SqliteSession) session).read(readSql(range, "true"), this::row, keyset.bind(range));
    }

    /** The version of a row whose text comes as other characters than are stored names the column: no write would meet it. */
    private Target.StoredRow row(ResultSet rows) throws SQLException {
        Position key = keyset.position(new SqliteSession.Cells(rows));
        int at = key.parts().size();
        List<@Nullable Object> values = new ArrayList<>(reads.size());
        String version = "";
        for (int i = 0; i < reads.size(); i++) {
            int index = at + 1 + i;
            Object value = SqliteCopyValues.read(rows, index);
            if (value instanceof SqliteCopyValues.Garbled) {
                version = reads.get(i).name();
                value = SqliteValues.read(rows, index);
            }
            values.add(value);
        }
        return new Target.StoredRow(key, values, version);
    }

    String writeSql() {
        return "UPDATE " + keyset.from() + " SET "
                + Identifiers.list(writes, column -> Identifiers.quote(column.name()) + " = ?") + " WHERE " + itself()
                + reads.stream()
                        .map(column -> " AND " + SqliteNames.of(column) + " COLLATE BINARY IS ?")
                        .collect(Collectors.joining());
    }

    private String itself() {
        return keyset.key().stream()
                .map(column -> SqliteNames.of(column) + " = ?")
                .collect(Collectors.joining(" AND "));
    }

    @Override
    public int write(Session session, List<Target.RowChange> changes) {
        SqliteSession sqlite = (SqliteSession) session;
        changes.stream()
                .map(change -> change.row().version())
                .filter(column -> !column.isEmpty())
                .forEach(column -> {
                    throw SqliteCopyValues.garbled(column);
                });
        sqlite.stale().clear();
        int[] written =
                sqlite.batch(writeSql(), changes.stream().map(this::parameters).toList());
        int all = 0;
        for (int i = 0; i < written.length; i++) {
            if (written[i] == 0) {
                sqlite.stale().add(changes.get(i).row().key());
            }
            all += written[i];
        }
        return all;
    }

    private List<@Nullable Object> parameters(Target.RowChange change) {
        List<@Nullable Object> parameters = new ArrayList<>();
        change.values().forEach(value -> parameters.add(SqliteValues.stored(value)));
        parameters.addAll(SqliteKeyset.values(change.row().key(), keyset.key()));
        parameters.addAll(change.row().values());
        return parameters;
    }

    /** The parameters of a write that changes nothing, to have its plan explained. */
    @Nullable
    Object[] noChanges() {
        return new Object[writes.size() + keyset.key().size() + reads.size()];
    }

    /** Rows of any size go one way. */
    @Override
    public List<String> missingForLargeRows(Session session) {
        return List.of();
    }

    @Override
    public List<Target.StoredRow> reread(Session session, Range range, List<Target.RowChange> changes) {
        SqliteSession sqlite = (SqliteSession) session;
        List<Target.StoredRow> rows = new ArrayList<>();
        String sql = "SELECT " + columns() + " FROM " + keyset.from() + " WHERE " + itself() + " AND " + where;
        for (Target.RowChange change : changes) {
            if (sqlite.stale().contains(change.row().key())) {
                rows.addAll(sqlite.read(
                        sql,
                        this::row,
                        SqliteKeyset.values(change.row().key(), keyset.key()).toArray()));
            }
        }
        return rows;
    }
}
