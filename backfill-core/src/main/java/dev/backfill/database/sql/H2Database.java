package dev.backfill.database.sql;

import dev.backfill.database.Capabilities;
import dev.backfill.database.Database;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.Health;
import dev.backfill.database.Retry;
import dev.backfill.database.ServerState;
import dev.backfill.database.Session;
import dev.backfill.database.Table;
import dev.backfill.database.Target;
import dev.backfill.database.TransactionOptions;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.TableName;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** H2, for control data alone: embedded beside a database that is no home for them. */
final class H2Database implements Database {
    private static final String VERSION = "SELECT H2VERSION()";

    private final DatabaseSettings settings;
    private final H2Transactions transactions;
    private final H2Home home;

    private H2Database(DatabaseSettings settings, @Nullable H2Store store) {
        this.settings = settings;
        this.transactions = new H2Transactions(settings, store);
        this.home = new H2Home(settings, transactions, store);
    }

    /** One that is configured for itself. */
    static H2Database configured(DatabaseSettings settings) {
        return new H2Database(settings, null);
    }

    /** One in files beside another database's, under its name. */
    static H2Database beside(DatabaseSettings settings, Path file) {
        return new H2Database(settings, new H2Store(settings.name(), file));
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
        return OptionalInt.empty();
    }

    @Override
    public Capabilities capabilities() {
        String version = transact(TransactionOptions.CONTROL, s -> s.one(VERSION, row -> row.string(1)));
        return new Capabilities("H2", version, "", true, false, false, Set.of(), false, List.of());
    }

    @Override
    public Table describe(TableName name) {
        throw onlyControl();
    }

    @Override
    public Target target(Table table, Backfill backfill, @Nullable Retry retry) {
        throw onlyControl();
    }

    @Override
    public <T extends @Nullable Object> T transact(TransactionOptions options, Function<Session, T> body) {
        return transactions.commit(options, body);
    }

    @Override
    public <T extends @Nullable Object> T rehearse(TransactionOptions options, Function<Session, T> body) {
        throw onlyControl();
    }

    @Override
    public ServerState state(Table table) {
        throw onlyControl();
    }

    @Override
    public Health health(Table table) {
        throw onlyControl();
    }

    @Override
    public Home home() {
        return home;
    }

    private BackfillException onlyControl() {
        return new BackfillException(
                ErrorCode.CAPABILITY_MISSING,
                "database " + settings.name() + " is H2, which is supported for control data alone",
                "name it as control, and in the definition name the database with the table");
    }

    @Override
    public void close() {
        transactions.close();
    }
}
