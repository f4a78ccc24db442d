package dev.backfill.database.sql;

import dev.backfill.database.CopyRow;
import dev.backfill.database.Position;
import dev.backfill.database.Session;
import dev.backfill.database.Table;
import dev.backfill.database.Target;
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

/** The half of a copy between databases that PostgreSQL is read for. */
final class PostgresCopySource extends SqlCopySource {
    private static final String READ_ONLY = "SELECT set_config('transaction_read_only', 'on', true)";

    private final PostgresDatabase database;
    private final Table table;
    private final PostgresKeyset keyset;
    private final PostgresCopySums sums;

    /**
     * @param taken what the columns of the other table take
     */
    PostgresCopySource(PostgresDatabase database, Table table, Backfill backfill, Map<String, ValueType> taken) {
        this(
                database,
                table,
                new PostgresKeyset(Identifiers.quote(table.name()), table.bytes(), table.key(backfill.key()), null),
                backfill.where() == null ? "true" : "(" + backfill.where() + ")",
                ((Work.Copy) backfill.work()).columns(),
                taken);
    }

    private PostgresCopySource(
            PostgresDatabase database,
            Table table,
            PostgresKeyset keyset,
            String where,
            Map<String, String> columns,
            Map<String, ValueType> taken) {
        super(keyset, where, columns);
        this.database = database;
        this.table = table;
        this.keyset = keyset;
        List<String> checksums = new ArrayList<>();
        columns.forEach((column, expression) -> checksums.add(
                PostgresChecksum.encoded("(" + expression + ")", Objects.requireNonNull(taken.get(column)))));
        this.sums = PostgresCopySums.of(keyset.from(), where, keyset.key(), "t", PostgresChecksum.ofEncoded(checksums));
    }

    @Override
    <T extends @Nullable Object> T read(TransactionOptions options, Function<Session, T> body) {
        return database.transact(options, session -> {
            session.query(READ_ONLY, row -> true);
            return body.apply(session);
        });
    }

    @Override
    Map<String, ValueType> types(Session session) {
        return PostgresValueTypes.of(session, columns(), keyset.from());
    }

    @Override
    String selected(String column, String expression) {
        return PostgresCopyValues.select(expression, given(column));
    }

    @Override
    String among(int keys) {
        return PostgresKeyset.among("t", keyset.key(), keys);
    }

    @Override
    Object[] parts(List<Position> keys) {
        return PostgresKeyset.parts(keys).toArray();
    }

    /** Of a small table the server may read all rows, and {@code where} may fail on those that are not meant. */
    @Override
    String amongMeant(int keys) {
        String among = among(keys);
        return among + " AND CASE WHEN " + among + " THEN " + where() + " ELSE false END";
    }

    @Override
    Object[] partsMeant(List<Position> keys) {
        List<String> twice = new ArrayList<>(PostgresKeyset.parts(keys));
        twice.addAll(PostgresKeyset.parts(keys));
        return twice.toArray();
    }

    @Override
    CopyRow row(ResultSet rows) throws SQLException {
        Position key = keyset.position(new JdbcCells(rows));
        List<@Nullable Object> values = new ArrayList<>(columns().size());
        int at = keyset.key().size() + 1;
        for (String column : columns().keySet()) {
            values.add(PostgresCopyValues.read(rows, at++, given(column)));
        }
        return new CopyRow(key, values);
    }

    @Override
    Target.Sums sums() {
        return sums;
    }

    @Override
    StatementPlan plan(Session session, String sql, @Nullable Object[] parameters) {
        return new PostgresExplain(session, Set.of(table.name().table())).plan(sql, parameters);
    }
}
