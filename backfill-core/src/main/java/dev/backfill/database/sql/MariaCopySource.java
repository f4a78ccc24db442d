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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The half of a copy between databases that MariaDB is read for. */
final class MariaCopySource extends SqlCopySource {
    /** The server refuses to write in it. */
    private static final String READ_ONLY = "START TRANSACTION READ ONLY";

    private final MariaDatabase database;
    private final Table table;
    private final MariaKeyset keyset;
    private final Map<String, ValueType> taken;

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
        this(
                flavour,
                database,
                table,
                backfill,
                taken,
                new MariaKeyset(
                        MariaNames.quote(table.name()),
                        table.key(backfill.key()),
                        indexes.get(table.keyNames(backfill.key())),
                        null));
    }

    private MariaCopySource(
            MariaFlavour flavour,
            MariaDatabase database,
            Table table,
            Backfill backfill,
            Map<String, ValueType> taken,
            MariaKeyset keyset) {
        super(
                keyset,
                MariaExpressions.condition(flavour, backfill),
                MariaExpressions.checked(flavour, backfill, (Work.Copy) backfill.work()));
        this.database = database;
        this.table = table;
        this.keyset = keyset;
        this.taken = taken;
    }

    @Override
    <T extends @Nullable Object> T read(TransactionOptions options, Function<Session, T> body) {
        return database.transact(options, session -> {
            ((MariaSession) session).run(READ_ONLY);
            return body.apply(session);
        });
    }

    @Override
    Map<String, ValueType> types(Session session) {
        return MariaValueTypes.leaving(session, table, columns());
    }

    private ValueType taken(String column) {
        return Objects.requireNonNull(taken.get(column));
    }

    @Override
    String selected(String column, String expression) {
        return MariaCopyValues.select(expression, given(column));
    }

    @Override
    String among(int keys) {
        return keyset.among(keys);
    }

    @Override
    Object[] parts(List<Position> keys) {
        return MariaKeyset.parts(keys).toArray();
    }

    @Override
    CopyRow row(ResultSet rows) throws SQLException {
        Position key = keyset.position(new JdbcCells(rows));
        List<@Nullable Object> values = new ArrayList<>(columns().size());
        int at = keyset.key().size() + 1;
        for (String column : columns().keySet()) {
            values.add(MariaCopyValues.read(rows, at++, given(column), taken(column)));
        }
        return new CopyRow(key, values);
    }

    @Override
    Target.Sums sums() {
        List<String> texts = new ArrayList<>();
        columns()
                .forEach((column, expression) ->
                        texts.add(MariaChecksum.encoded(expression, given(column), taken(column))));
        return new MariaCopySums(keyset.self(), where(), keyset.key(), "t", texts);
    }

    @Override
    StatementPlan plan(Session session, String sql, @Nullable Object[] parameters) {
        return new MariaExplain((MariaSession) session).plan(sql, parameters);
    }
}
