package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.CopyRow;
import dev.backfill.database.CopySource;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Table;
import dev.backfill.database.Target.Page;
import dev.backfill.database.Target.Slices;
import dev.backfill.database.Target.StatementPlan;
import dev.backfill.database.Target.Sum;
import dev.backfill.database.TransactionOptions;
import dev.backfill.database.ValueType;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.Work;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The half of a copy between databases that PostgreSQL is read for. */
final class PostgresCopySource implements CopySource {
    private static final String READ_ONLY = "SELECT set_config('transaction_read_only', 'on', true)";

    private final PostgresDatabase database;
    private final Table table;
    private final String quoted;
    private final PostgresKeyset keyset;
    private final String where;
    private final Map<String, String> columns;
    private final SqlAudit audit;
    private final PostgresCopySums sums;
    private volatile @Nullable Map<String, ValueType> given;

    /**
     * @param taken what the columns of the other table take
     */
    PostgresCopySource(PostgresDatabase database, Table table, Backfill backfill, Map<String, ValueType> taken) {
        this.database = database;
        this.table = table;
        this.quoted = Identifiers.quote(table.name());
        List<String> names = backfill.key().isEmpty() ? table.primaryKey() : backfill.key();
        List<Column> key = names.stream().map(table::require).toList();
        this.keyset = new PostgresKeyset(quoted, table.bytes(), key, null);
        this.where = backfill.where() == null ? "true" : "(" + backfill.where() + ")";
        this.columns = ((Work.Copy) backfill.work()).columns();
        this.audit = new SqlAudit(keyset, where, null);
        List<String> checksums = new ArrayList<>();
        columns.forEach((column, expression) -> checksums.add(
                PostgresChecksum.canonical("(" + expression + ")", Objects.requireNonNull(taken.get(column)))));
        this.sums = PostgresCopySums.of(quoted + " AS t", where, key, "t", PostgresChecksum.ofTexts(checksums));
    }

    private <T extends @Nullable Object> T read(TransactionOptions options, Function<Session, T> body) {
        return database.transact(options, session -> {
            session.query(READ_ONLY, row -> true);
            return body.apply(session);
        });
    }

    private <T extends @Nullable Object> T range(Function<Session, T> body) {
        return read(TransactionOptions.CHUNK, body);
    }

    @Override
    public List<Column> key() {
        return keyset.key();
    }

    @Override
    public Slices slices(int wanted) {
        return read(TransactionOptions.READING, session -> keyset.slices(session, wanted));
    }

    @Override
    public @Nullable Page next(Range range, int rows) {
        return range(session -> keyset.next(session, range, rows));
    }

    @Override
    public @Nullable Position last(Range range) {
        return range(session -> keyset.last(session, range));
    }

    @Override
    public long total(Range range) {
        return read(TransactionOptions.READING, session -> audit.total(session, range));
    }

    @Override
    public Map<String, ValueType> given() {
        Map<String, ValueType> known = given;
        if (known == null) {
            known = read(TransactionOptions.CONTROL, s -> PostgresValueTypes.of(s, columns, quoted + " AS t"));
            given = known;
        }
        return known;
    }

    /**
     * @param rows the condition for the rows that are meant
     */
    private String readSql(String rows) {
        List<String> selected = new ArrayList<>();
        Map<String, ValueType> types = given();
        columns.forEach((column, expression) -> selected.add(
                PostgresCopyValues.select("(" + expression + ")", Objects.requireNonNull(types.get(column)))));
        return "SELECT " + keyset.keyText() + ", " + String.join(", ", selected) + " FROM " + quoted + " AS t WHERE "
                + rows + " ORDER BY " + keyset.order("");
    }

    private String within(Range range) {
        return keyset.within(range) + " AND " + where;
    }

    /** Of a small table the server may read all rows, and {@code where} may fail on those that are not meant. */
    private String among(int keys) {
        String among = PostgresKeyset.among("t", keyset.key(), keys);
        return among + " AND CASE WHEN " + among + " THEN " + where + " ELSE false END";
    }

    private static Object[] twice(List<Position> keys) {
        List<String> parts = new ArrayList<>(PostgresKeyset.parts(keys));
        parts.addAll(PostgresKeyset.parts(keys));
        return parts.toArray();
    }

    @Override
    public List<CopyRow> read(Range range) {
        return read(readSql(within(range)), keyset.bind(range));
    }

    @Override
    public List<CopyRow> read(List<Position> keys) {
        return keys.isEmpty() ? List.of() : read(readSql(among(keys.size())), twice(keys));
    }

    private List<CopyRow> read(String sql, @Nullable Object[] parameters) {
        List<ValueType> types = new ArrayList<>();
        columns.keySet().forEach(column -> types.add(Objects.requireNonNull(given().get(column))));
        return range(session -> ((JdbcSession) session).read(sql, rows -> row(rows, types), parameters));
    }

    @Override
    public int present(List<Position> keys) {
        if (keys.isEmpty()) {
            return 0;
        }
        String sql = "SELECT count(*) FROM " + quoted + " AS t WHERE "
                + PostgresKeyset.among("t", keyset.key(), keys.size());
        return range(session -> session.one(
                sql, row -> (int) row.number(1), PostgresKeyset.parts(keys).toArray()));
    }

    private CopyRow row(ResultSet rows, List<ValueType> types) throws SQLException {
        Position key = keyset.position(new JdbcCells(rows));
        List<@Nullable Object> values = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i++) {
            values.add(PostgresCopyValues.read(rows, key.parts().size() + 1 + i, types.get(i)));
        }
        return new CopyRow(key, values);
    }

    @Override
    public Sum sum(Range range) {
        return read(TransactionOptions.READING, session -> sums.sum(session, range));
    }

    @Override
    public Map<Position, String> checksums(Range range, int limit) {
        return read(TransactionOptions.READING, session -> sums.rows(session, range, limit));
    }

    @Override
    public Map<String, StatementPlan> explain(Range range, int rows) {
        String sql = readSql(within(range));
        return range(session -> {
            PostgresExplain explain = explain(session);
            Map<String, StatementPlan> plans = new LinkedHashMap<>();
            plans.put("find", explain.plan(keyset.nextSql(range), keyset.bind(range, rows - 1)));
            plans.put("read", explain.plan(sql, keyset.bind(range)));
            return plans;
        });
    }

    @Override
    public Map<String, StatementPlan> explain(List<Position> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        String sql = readSql(among(keys.size()));
        return range(session -> Map.of("read", explain(session).plan(sql, twice(keys))));
    }

    private PostgresExplain explain(Session session) {
        return new PostgresExplain(session, Set.of(table.name().table()));
    }
}
