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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The half of a copy between databases that MariaDB is read for. */
final class MariaCopySource implements CopySource {
    /** The server refuses to write in it. */
    private static final String READ_ONLY = "START TRANSACTION READ ONLY";

    private final MariaDatabase database;
    private final Table table;
    private final MariaKeyset keyset;
    private final String where;
    private final Map<String, String> columns;
    private final Map<String, ValueType> taken;
    private final SqlAudit audit;
    private volatile @Nullable Map<String, ValueType> given;

    /**
     * @param taken what the columns of the other table take
     * @param indexes names of the table's unique indexes, by their columns
     */
    MariaCopySource(
            MariaFlavour flavour,
            MariaDatabase database,
            Table table,
            Backfill backfill,
            Map<String, ValueType> taken,
            Map<List<String>, String> indexes) {
        this.database = database;
        this.table = table;
        List<String> names = backfill.key().isEmpty() ? table.primaryKey() : backfill.key();
        List<Column> key = names.stream().map(table::require).toList();
        this.keyset = new MariaKeyset(MariaNames.quote(table.name()), key, indexes.get(names), null);
        this.where = MariaExpressions.condition(flavour, backfill);
        this.columns = MariaExpressions.checked(flavour, backfill, (Work.Copy) backfill.work());
        this.taken = taken;
        this.audit = new SqlAudit(keyset, where, null);
    }

    private <T extends @Nullable Object> T read(TransactionOptions options, Function<Session, T> body) {
        return database.transact(options, session -> {
            ((MariaSession) session).run(READ_ONLY);
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
            known = read(TransactionOptions.CONTROL, s -> MariaValueTypes.leaving(s, table, columns));
            given = known;
        }
        return known;
    }

    private ValueType given(String column) {
        return Objects.requireNonNull(given().get(column));
    }

    private ValueType taken(String column) {
        return Objects.requireNonNull(taken.get(column));
    }

    /**
     * @param rows the condition for the rows that are meant
     */
    private String readSql(String rows) {
        List<String> selected = new ArrayList<>();
        columns.forEach(
                (column, expression) -> selected.add(MariaCopyValues.select("(" + expression + ")", given(column))));
        return "SELECT " + keyset.keyText() + ", " + String.join(", ", selected) + " FROM " + keyset.from() + " WHERE "
                + rows + " AND " + where + " ORDER BY " + keyset.order("");
    }

    @Override
    public List<CopyRow> read(Range range) {
        return read(readSql(keyset.within(range)), keyset.bind(range));
    }

    @Override
    public List<CopyRow> read(List<Position> keys) {
        return keys.isEmpty() ? List.of() : read(readSql(keyset.among(keys.size())), parts(keys));
    }

    private List<CopyRow> read(String sql, @Nullable Object[] parameters) {
        List<String> names = List.copyOf(columns.keySet());
        return range(session -> ((JdbcSession) session).read(sql, rows -> row(rows, names), parameters));
    }

    private static Object[] parts(List<Position> keys) {
        return MariaKeyset.parts(keys).toArray();
    }

    @Override
    public int present(List<Position> keys) {
        if (keys.isEmpty()) {
            return 0;
        }
        String sql = "SELECT count(*) FROM " + keyset.from() + " WHERE " + keyset.among(keys.size());
        return range(session -> session.one(sql, row -> (int) row.number(1), parts(keys)));
    }

    private CopyRow row(ResultSet rows, List<String> names) throws SQLException {
        Position key = keyset.position(new JdbcCells(rows));
        List<@Nullable Object> values = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            int at = key.parts().size() + 1 + i;
            values.add(MariaCopyValues.read(rows, at, given(names.get(i)), taken(names.get(i))));
        }
        return new CopyRow(key, values);
    }

    private MariaCopySums sums() {
        List<String> texts = new ArrayList<>();
        columns.forEach(
                (column, expression) -> texts.add(MariaChecksum.canonical(expression, given(column), taken(column))));
        return new MariaCopySums(keyset.self(), where, keyset.key(), "t", texts);
    }

    @Override
    public Sum sum(Range range) {
        MariaCopySums sums = sums();
        return read(TransactionOptions.READING, session -> sums.sum(session, range));
    }

    @Override
    public Map<Position, String> checksums(Range range, int limit) {
        MariaCopySums sums = sums();
        return read(TransactionOptions.READING, session -> sums.rows(session, range, limit));
    }

    @Override
    public Map<String, StatementPlan> explain(Range range, int rows) {
        String sql = readSql(keyset.within(range));
        return range(session -> {
            MariaExplain explain = new MariaExplain((MariaSession) session);
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
        String sql = readSql(keyset.among(keys.size()));
        return range(session -> Map.of("read", new MariaExplain((MariaSession) session).plan(sql, parts(keys))));
    }
}
