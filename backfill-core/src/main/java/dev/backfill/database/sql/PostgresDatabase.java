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
import dev.backfill.definition.BuiltInGuard;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** PostgreSQL 13 and newer. */
final class PostgresDatabase implements Database {
    private static final String VERSION = "SELECT current_setting('server_version')";

    private final DatabaseSettings settings;
    private final PostgresTransactions transactions;
    private final PostgresHome home;

    PostgresDatabase(DatabaseSettings settings) {
        this.settings = settings;
        this.transactions = new PostgresTransactions(settings);
        this.home = new PostgresHome(settings, transactions);
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
        return declared(version);
    }

    static Capabilities declared(String version) {
        return new Capabilities(
                "PostgreSQL",
                version,
                "13",
                true,
                true,
                true,
                BuiltInGuard.OF_SOME,
                false,
                List.of("views and foreign tables: their rows are somebody else's"));
    }

    @Override
    public Table describe(TableName name) {
        return transact(TransactionOptions.CONTROL, s -> new PostgresCatalog(s).describe(name));
    }

    @Override
    public ValueType given(Column column) {
        return PostgresValueTypes.of(column);
    }

    @Override
    public ValueType taken(Column column) {
        return PostgresValueTypes.of(column);
    }

    @Override
    public Destination destination(TableName name) {
        return transact(TransactionOptions.CONTROL, s -> PostgresDestination.read(s, name));
    }

    @Override
    public CopySource copySource(Table table, Backfill backfill, Map<String, ValueType> taken) {
        return new PostgresCopySource(this, table, backfill, taken);
    }

    @Override
    public CopySink copySink(Table into, Work.Copy copy, List<String> key) {
        return new PostgresCopySink(into, copy, key);
    }

    @Override
    public Target target(Table table, Backfill backfill, @Nullable Retry retry) {
        String deadLetters = retry == null ? "" : home.table("backfill_dead_letter");
        Table into = backfill.work() instanceof Work.Copy copy
                ? destination(copy.into()).table()
                : null;
        return new PostgresTarget(table, backfill, retry, deadLetters, into);
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
        return transact(TransactionOptions.CONTROL, s -> PostgresServerState.read(s, table));
    }

    @Override
    public Health health(Table table) {
        return new PostgresHealth(settings, transactions.worker(), table.name(), System::nanoTime);
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
