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
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** SQLite, in files. Control data is in an embedded database beside the file. */
final class SqliteDatabase implements Database {
    /** There is no server that could tell of these. */
    private static final Set<BuiltInGuard> NO_SIGNAL = EnumSet.of(
            BuiltInGuard.REPLICATION_LAG,
            BuiltInGuard.REPLICATION_LAG_BYTES,
            BuiltInGuard.REPLICA_LAG,
            BuiltInGuard.LOCK_WAITERS,
            BuiltInGuard.ACTIVE_SESSIONS,
            BuiltInGuard.DEAD_ROWS,
            BuiltInGuard.LOG_RATE,
            BuiltInGuard.CHECKPOINTS,
            BuiltInGuard.CONNECTIONS,
            BuiltInGuard.HISTORY_LIST,
            BuiltInGuard.BINLOG_RATE,
            BuiltInGuard.FLOW_CONTROL);

    private final DatabaseSettings settings;
    private final SqliteFile file;
    private final SqliteTransactions transactions;
    private final SqliteHome home;
    private final H2Database control;
    /** By table, as it was described last. */
    private final Map<TableName, Map<List<String>, String>> indexes = new ConcurrentHashMap<>();

    SqliteDatabase(DatabaseSettings settings) {
        this.settings = settings;
        this.file = SqliteFile.of(settings);
        this.transactions = new SqliteTransactions(settings, file);
        this.home = new SqliteHome(settings, transactions);
        this.control = H2Database.beside(settings, file.path());
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public List<String> replicas() {
        return List.of();
    }

    @Override
    public OptionalInt rowsPerSecond() {
        Integer limit = settings.rowsPerSecond();
        return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
    }

    @Override
    public Capabilities capabilities() {
        String version = transactions.read(
                TransactionOptions.CONTROL, s -> s.one("SELECT sqlite_version()", row -> row.string(1)));
        return declared(version);
    }

    static Capabilities declared(String version) {
        return new Capabilities(
                "SQLite",
                version,
                "",
                false,
                false,
                true,
                NO_SIGNAL,
                true,
                List.of(
                        "databases in memory: nothing of them outlives a process",
                        "double quotes around what is no column: it would take them for text",
                        "keys whose unique index has another collation than the column",
                        "copies into a column of another affinity, or of decimals, dates and truths from other databases:"
                                + " the expression must say what becomes of them"));
    }

    @Override
    public Database control() {
        return control;
    }

    @Override
    public Table describe(TableName name) {
        return transactions.read(TransactionOptions.CONTROL, session -> {
            SqliteCatalog catalog = new SqliteCatalog(session, file);
            Table table = catalog.describe(name);
            indexes.put(table.name(), catalog.indexes());
            return table;
        });
    }

    @Override
    public Destination destination(TableName name) {
        return transactions.read(TransactionOptions.CONTROL, session -> SqliteDestination.read(session, file, name));
    }

    @Override
    public ValueType given(Column column) {
        return SqliteValueTypes.of(column);
    }

    @Override
    public ValueType taken(Column column) {
        return SqliteValueTypes.of(column);
    }

    @Override
    public CopySource copySource(Table table, Backfill backfill, Map<String, ValueType> taken) {
        return new SqliteCopySource(transactions, table, backfill, taken, indexes.getOrDefault(table.name(), Map.of()));
    }

    @Override
    public CopySink copySink(Table into, Work.Copy copy, List<String> key) {
        return new SqliteCopySink(into, copy, key);
    }

    @Override
    public Target target(Table table, Backfill backfill, @Nullable Retry retry) {
        Table into = backfill.work() instanceof Work.Copy copy && copy.from() == null
                ? destination(copy.into()).table()
                : null;
        return new SqliteTarget(
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
        return new ServerState(false, !file.writable(), 0, Duration.ZERO, false);
    }

    @Override
    public Health health(Table table) {
        return new SqliteHealth(transactions, home, file, System::nanoTime);
    }

    @Override
    public Home home() {
        return home;
    }

    @Override
    public void close() {
        transactions.close();
        control.close();
    }
}
