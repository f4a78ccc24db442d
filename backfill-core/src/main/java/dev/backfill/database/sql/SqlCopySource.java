package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.CopyRow;
import dev.backfill.database.CopySource;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target;
import dev.backfill.database.Target.Page;
import dev.backfill.database.Target.Slices;
import dev.backfill.database.Target.StatementPlan;
import dev.backfill.database.Target.Sum;
import dev.backfill.database.TransactionOptions;
import dev.backfill.database.ValueType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The half of a copy between databases that is read. */
abstract class SqlCopySource implements CopySource {
    private final RangeSql keyset;
    private final String where;
    private final Map<String, String> columns;
    private final SqlAudit audit;
    private volatile @Nullable Map<String, ValueType> given;

    /**
     * @param columns the other table's columns, each with its expression
     */
    SqlCopySource(RangeSql keyset, String where, Map<String, String> columns) {
        this.keyset = keyset;
        this.where = where;
        this.columns = columns;
        this.audit = new SqlAudit(keyset, where, null);
    }

    /** One transaction that cannot write. */
    abstract <T extends @Nullable Object> T read(TransactionOptions options, Function<Session, T> body);

    /** What the expressions give. */
    abstract Map<String, ValueType> types(Session session);

    /** A column's value, for a select list. */
    abstract String selected(String column, String expression);

    abstract CopyRow row(ResultSet rows) throws SQLException;

    /** The condition for rows, by their keys; {@link #parts} are its parameters. */
    abstract String among(int keys);

    abstract Object[] parts(List<Position> keys);

    abstract Target.Sums sums();

    abstract StatementPlan plan(Session session, String sql, @Nullable Object[] parameters);

    /** Those of the rows that {@code where} selects; {@link #partsMeant} are its parameters. */
    String amongMeant(int keys) {
        return among(keys) + " AND " + where;
    }

    Object[] partsMeant(List<Position> keys) {
        return parts(keys);
    }

    final String where() {
        return where;
    }

    final Map<String, String> columns() {
        return columns;
    }

    final ValueType given(String column) {
        return Objects.requireNonNull(given().get(column));
    }

    private <T extends @Nullable Object> T range(Function<Session, T> body) {
        return read(TransactionOptions.CHUNK, body);
    }

    @Override
    public final List<Column> key() {
        return keyset.key();
    }

    @Override
    public Slices slices(int wanted) {
        return read(TransactionOptions.READING, session -> keyset.slices(session, wanted));
    }

    @Override
    public final @Nullable Page next(Range range, int rows) {
        return range(session -> keyset.next(session, range, rows));
    }

    @Override
    public final @Nullable Position last(Range range) {
        return range(session -> keyset.last(session, range));
    }

    @Override
    public final long total(Range range) {
        return read(TransactionOptions.READING, session -> audit.total(session, range));
    }

    @Override
    public final Map<String, ValueType> given() {
        Map<String, ValueType> known = given;
        if (known == null) {
            known = read(TransactionOptions.CONTROL, this::types);
            given = known;
        }
        return known;
    }

    /**
     * Not to be asked for within a transaction, as it may need one.
     *
     * @param rows the condition for the rows that are meant
     */
    private String readSql(String rows) {
        StringBuilder sql = new StringBuilder("SELECT ").append(keyset.keyText());
        columns.forEach((column, expression) -> sql.append(", ").append(selected(column, "(" + expression + ")")));
        return sql + " FROM " + keyset.from() + " WHERE " + rows + " ORDER BY " + keyset.order("");
    }

    private String within(Range range) {
        return keyset.within(range) + " AND " + where;
    }

    @Override
    public final List<CopyRow> read(Range range) {
        return read(readSql(within(range)), keyset.bind(range));
    }

    @Override
    public final List<CopyRow> read(List<Position> keys) {
        return keys.isEmpty() ? List.of() : read(readSql(amongMeant(keys.size())), partsMeant(keys));
    }

    private List<CopyRow> read(String sql, @Nullable Object[] parameters) {
        return range(session -> ((JdbcSession) session).read(sql, this::row, parameters));
    }

    @Override
    public final int present(List<Position> keys) {
        if (keys.isEmpty()) {
            return 0;
        }
        String sql = "SELECT count(*) FROM " + keyset.from() + " WHERE " + among(keys.size());
        return range(session -> session.one(sql, row -> (int) row.number(1), parts(keys)));
    }

    @Override
    public final Sum sum(Range range) {
        Target.Sums sums = sums();
        return read(TransactionOptions.READING, session -> sums.sum(session, range));
    }

    @Override
    public final Map<Position, String> checksums(Range range, int limit) {
        Target.Sums sums = sums();
        return read(TransactionOptions.READING, session -> sums.rows(session, range, limit));
    }

    @Override
    public final Map<String, StatementPlan> explain(Range range, int rows) {
        String sql = readSql(within(range));
        return range(session -> {
            Map<String, StatementPlan> plans = new LinkedHashMap<>();
            plans.put("find", plan(session, keyset.nextSql(range), keyset.bind(range, rows - 1)));
            plans.put("read", plan(session, sql, keyset.bind(range)));
            return plans;
        });
    }

    @Override
    public final Map<String, StatementPlan> explain(List<Position> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        String sql = readSql(amongMeant(keys.size()));
        return range(session -> Map.of("read", plan(session, sql, partsMeant(keys))));
    }
}
