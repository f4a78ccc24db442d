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

    private String readSql(Range range) {
        List<String> selected = new ArrayList<>();
        Map<String, ValueType> types = given();
        columns.forEach((column, expression) -> selected.add(
                PostgresCopyValues.select("(" + expression + ")", Objects.requireNonNull(types.get(column)))));
        return "SELECT " + keyset.keyText() + ", " + String.join(", ", selected) + " FROM " + quoted + " AS t WHERE "
                + keyset.within(range) + " AND " + where + " ORDER BY " + keyset.order("");
    }

    @Override
    public List<CopyRow> read(Range range) {
        String sql = readSql(range);
        List<ValueType> types = new ArrayList<>();
        columns.keySet().forEach(column -> types.add(Objects.requireNonNull(given().get(column))));
        return range(session -> ((JdbcSession) session).read(sql, rows -> row(rows, types), keyset.bind(range)));
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
        String sql = readSql(range);
        return range(session -> {
            PostgresExplain explain =
                    new PostgresExplain(session, Set.of(table.name().table()));
            Map<String, StatementPlan> plans = new LinkedHashMap<>();
            plans.put("find", explain.plan(keyset.nextSql(range), keyset.bind(range, rows - 1)));
            plans.put("read", explain.plan(sql, keyset.bind(range)));
            return plans;
        });
    }
}
