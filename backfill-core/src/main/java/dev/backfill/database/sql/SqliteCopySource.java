package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.CopyRow;
import dev.backfill.database.Position;
import dev.backfill.database.Session;
import dev.backfill.database.Table;
import dev.backfill.database.Target;
import dev.backfill.database.Target.Slices;
import dev.backfill.database.Target.StatementPlan;
import dev.backfill.database.TransactionOptions;
import dev.backfill.database.ValueType;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.Work;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The half of a copy between databases that SQLite is read for. */
final class SqliteCopySource extends SqlCopySource {
    private final SqliteTransactions transactions;
    private final Table table;
    private final SqliteKeyset keyset;
    private final Set<String> transformed;
    private final Map<String, ValueType> taken;
    private final SqliteCopySums sums;

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
        this(
                transactions,
                table,
                backfill,
                taken,
                new SqliteKeyset(
                        Identifiers.quote(table.name()),
                        table.key(backfill.key()),
                        indexes.get(table.keyNames(backfill.key())),
                        SqliteKeyForm.SHARED,
                        null));
    }

    private SqliteCopySource(
            SqliteTransactions transactions,
            Table table,
            Backfill backfill,
            Map<String, ValueType> taken,
            SqliteKeyset keyset) {
        super(keyset, SqliteExpressions.condition(backfill, table), ((Work.Copy) backfill.work()).columns());
        Work.Copy copy = (Work.Copy) backfill.work();
        SqliteExpressions.check(backfill, copy, table);
        this.transactions = transactions;
        this.table = table;
        this.keyset = keyset;
        this.transformed = Set.copyOf(copy.transformed());
        this.taken = taken;
        this.sums = new SqliteCopySums(
                keyset.from(),
                where(),
                keyset.key(),
                "t",
                SqliteKeyForm.SHARED,
                columns().values().stream().map(e -> "(" + e + ")").toList(),
                columns().keySet().stream().map(this::taken).toList());
    }

    private ValueType taken(String column) {
        return Objects.requireNonNull(taken.get(column));
    }

    @Override
    <T extends @Nullable Object> T read(TransactionOptions options, Function<Session, T> body) {
        return transactions.onlyRead(options, body);
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
    Map<String, ValueType> types(Session session) {
        return SqliteValueTypes.given((SqliteSession) session, table, keyset.from(), where(), columns(), taken);
    }

    @Override
    String selected(String column, String expression) {
        return expression;
    }

    @Override
    String among(int keys) {
        return keyset.among(keys);
    }

    @Override
    Object[] parts(List<Position> keys) {
        return keyset.values(keys).toArray();
    }

    @Override
    CopyRow row(ResultSet rows) throws SQLException {
        Position key = SqliteCopySums.position(rows, keyset.key(), SqliteKeyForm.SHARED);
        List<@Nullable Object> values = new ArrayList<>(columns().size());
        int at = keyset.key().size() + 1;
        for (String column : columns().keySet()) {
            // what a transform makes another value of may be of any class
            ValueType wanted = transformed.contains(column) ? SqliteValueTypes.ANY : taken(column);
            values.add(SqliteCopyValues.leaving(SqliteCopyValues.read(rows, at++), column, wanted));
        }
        return new CopyRow(key, values);
    }

    @Override
    Target.Sums sums() {
        return sums;
    }

    @Override
    StatementPlan plan(Session session, String sql, @Nullable Object[] parameters) {
        return new SqliteExplain(session).plan(sql, parameters);
    }
}
