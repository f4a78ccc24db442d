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

/** The half of a copy between databases that SQLite is read for. */
final class SqliteCopySource implements CopySource {
    private final SqliteTransactions transactions;
    private final Table table;
    private final SqliteKeyset keyset;
    private final String where;
    private final Map<String, String> columns;
    private final Set<String> transformed;
    private final List<ValueType> taken;
    private final Map<String, ValueType> takenByName;
    private final SqlAudit audit;
    private final SqliteCopySums sums;
    private volatile @Nullable Map<String, ValueType> given;

    /**
     * @param taken what the columns of the other table take
     * @param indexes names of the table's unique indexes, by their columns
     */
    SqliteCopySource(
            SqliteTransactions transactions,
            Table table,
            Backfill backfill,
            Map<String, ValueType> taken,
            Map<List<String>, String> indexes) {
        this.transactions = transactions;
        this.table = table;
        List<String> names = backfill.key().isEmpty() ? table.primaryKey() : backfill.key();
        List<Column> key = names.stream().map(table::require).toList();
        this.keyset =
                new SqliteKeyset(Identifiers.quote(table.name()), key, indexes.get(names), SqliteKeyForm.SHARED, null);
        this.where = SqliteExpressions.condition(backfill, table);
        Work.Copy copy = (Work.Copy) backfill.work();
        SqliteExpressions.check(backfill, copy, table);
        this.columns = copy.columns();
        this.transformed = Set.copyOf(copy.transformed());
        this.takenByName = taken;
        this.taken = columns.keySet().stream()
                .map(column -> Objects.requireNonNull(taken.get(column)))
                .toList();
        this.audit = new SqlAudit(keyset, where, null);
        this.sums = new SqliteCopySums(keyset.from(), where, key, "t", SqliteKeyForm.SHARED, expressions(), this.taken);
    }

    private List<String> expressions() {
        return columns.values().stream()
                .map(expression -> "(" + expression + ")")
                .toList();
    }

    private <T extends @Nullable Object> T read(TransactionOptions options, Function<Session, T> body) {
        return transactions.onlyRead(options, body);
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
        return read(TransactionOptions.READING, session -> {
            keyset.key().forEach(column -> refuseUnmeant(session, column));
            return keyset.slices(session, wanted);
        });
    }

    /** Such a key would stop the run where it meets it. */
    private void refuseUnmeant(Session session, Column column) {
        List<String> classes = SqliteCopyValues.classes(SqliteValueTypes.of(column));
        boolean unmeant = session.one(
                "SELECT EXISTS (SELECT 1 FROM " + keyset.from() + " WHERE typeof(" + SqliteNames.of(column)
                        + ") NOT IN ('" + String.join("', '", classes) + "'))",
                row -> row.flag(1));
        if (unmeant) {
            throw SqliteKeyForm.unmeant(column);
        }
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
            known = read(
                    TransactionOptions.CONTROL,
                    session -> SqliteValueTypes.given(
                            (SqliteSession) session, table, keyset.from(), where, columns, takenByName));
            given = known;
        }
        return known;
    }

    /**
     * @param rows the condition for the rows that are meant
     */
    private String readSql(String rows) {
        return "SELECT " + keyset.keyText() + ", " + String.join(", ", expressions()) + " FROM " + keyset.from()
                + " WHERE " + rows + " AND " + where + " ORDER BY " + keyset.order("");
    }

    @Override
    public List<CopyRow> read(Range range) {
        return read(readSql(keyset.within(range)), keyset.bind(range));
    }

    @Override
    public List<CopyRow> read(List<Position> keys) {
        return keys.isEmpty()
                ? List.of()
                : read(readSql(keyset.among(keys.size())), keyset.values(keys).toArray());
    }

    private List<CopyRow> read(String sql, @Nullable Object[] parameters) {
        return range(session -> ((SqliteSession) session).read(sql, this::row, parameters));
    }

    @Override
    public int present(List<Position> keys) {
        if (keys.isEmpty()) {
            return 0;
        }
        String sql = "SELECT count(*) FROM " + keyset.from() + " WHERE " + keyset.among(keys.size());
        return range(session ->
                session.one(sql, row -> (int) row.number(1), keyset.values(keys).toArray()));
    }

    private CopyRow row(ResultSet rows) throws SQLException {
        Position key = SqliteCopySums.position(rows, keyset.key(), SqliteKeyForm.SHARED);
        List<@Nullable Object> values = new ArrayList<>(taken.size());
        int at = keyset.key().size() + 1;
        for (String column : columns.keySet()) {
            int n = values.size();
            // what a transform makes another value of may be of any class
            ValueType wanted = transformed.contains(column) ? SqliteValueTypes.ANY : taken.get(n);
            values.add(SqliteCopyValues.leaving(SqliteCopyValues.read(rows, at + n), column, wanted));
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
        return range(session -> {
            SqliteExplain explain = new SqliteExplain(session);
            Map<String, StatementPlan> plans = new LinkedHashMap<>();
            plans.put("find", explain.plan(keyset.nextSql(range), keyset.bind(range, rows - 1)));
            plans.put("read", explain.plan(readSql(keyset.within(range)), keyset.bind(range)));
            return plans;
        });
    }

    @Override
    public Map<String, StatementPlan> explain(List<Position> keys) {
        return keys.isEmpty()
                ? Map.of()
                : range(session -> Map.of(
                        "read",
                        new SqliteExplain(session)
                                .plan(
                                        readSql(keyset.among(keys.size())),
                                        keyset.values(keys).toArray())));
    }
}
