package dev.backfill.database.sql;

import dev.backfill.database.Capabilities;
import dev.backfill.database.Column;
import dev.backfill.database.CopySink;
import dev.backfill.database.CopySource;
import dev.backfill.database.Database;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.Destination;
import dev.backfill.database.Health;
import dev.backfill.database.Retry;
import dev.backfill.database.ServerState;
import dev.backfill.database.Session;
import dev.backfill.database.Table;
import dev.backfill.database.Target;
import dev.backfill.database.TransactionOptions;
import dev.backfill.database.ValueType;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** MariaDB or MySQL. */
final class MariaDatabase implements Database {
    private static final String VERSION = "SELECT VERSION()";

    private final DatabaseSettings settings;
    private final MariaFlavour flavour;
    private final MariaTransactions transactions;
    private final MariaHome home;
    /** Of the tables that were described: names of unique indexes by their columns. */
    private final Map<TableName, Map<List<String>, String>> indexes = new ConcurrentHashMap<>();

    MariaDatabase(DatabaseSettings settings) {
        this.settings = settings;
        this.flavour = MariaFlavour.of(settings.url());
        this.transactions = new MariaTransactions(settings, flavour);
        this.home = new MariaHome(settings, transactions);
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public List<String> replicas() {
        return settings.replicas().stream().map(DatabaseSettings::name).toList();
    }

    @Override
    public OptionalInt rowsPerSecond() {
        Integer limit = settings.rowsPerSecond();
        return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
    }

    @Override
    public Capabilities capabilities() {
        String version = transact(TransactionOptions.CONTROL, s -> s.one(VERSION, row -> row.string(1)));
        return flavour.declared(version);
    }

    @Override
    public Table describe(TableName name) {
        return transact(TransactionOptions.CONTROL, s -> {
            MariaCatalog catalog = new MariaCatalog((MariaSession) s);
            Table table = catalog.describe(name);
            indexes.put(table.name(), catalog.indexes());
            return table;
        });
    }

    @Override
    public ValueType given(Column column) {
        return MariaValueTypes.given(column);
    }

    @Override
    public ValueType taken(Column column) {
        return MariaValueTypes.taken(column);
    }

    @Override
    public Destination destination(TableName name) {
        return transact(TransactionOptions.CONTROL, s -> MariaDestination.read((MariaSession) s, name));
    }

    @Override
    public CopySource copySource(Table table, Backfill backfill, Map<String, ValueType> taken) {
        return new MariaCopySource(flavour, this, table, backfill, taken, indexes.getOrDefault(table.name(), Map.of()));
    }

    @Override
    public CopySink copySink(Table into, Work.Copy copy, List<String> key) {
        return new MariaCopySink(into, copy, key);
    }

    @Override
    public Target target(Table table, Backfill backfill, @Nullable Retry retry) {
        Table into = backfill.work() instanceof Work.Copy copy && copy.from() == null
                ? destination(copy.into()).table()
                : null;
        return new MariaTarget(
                flavour,
                table,
                backfill,
                retry,
                retry == null ? "" : home.table("backfill_dead_letter"),
                into,
                indexes.getOrDefault(table.name(), Map.of()));
    }

    @Override
    public <T extends @Nullable Object> T transact(TransactionOptions options, Function<Session, T> body) {
        return transactions.commit(options, body);
    }

    @Override
    public <T extends @Nullable Object> T rehearse(TransactionOptions options, Function<Session, T> body) {
        return transactions.rehearse(options, body);
    }

    @Override
    public ServerState state(Table table) {
        return transact(TransactionOptions.CONTROL, s -> MariaServerState.read((MariaSession) s, table));
    }

    @Override
    public Health health(Table table) {
        return new MariaHealth(settings, transactions, home, table.name());
    }

    @Override
    public Home home() {
        return home;
    }

    @Override
    public void close() {
        transactions.close();
    }
}
