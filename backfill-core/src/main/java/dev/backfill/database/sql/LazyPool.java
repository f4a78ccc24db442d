package dev.backfill.database.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.FailureClass;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A pool that connects on first use, and again on the next use if that failed. Thread-safe. */
final class LazyPool implements AutoCloseable {
    /** After this a connection that nobody took is closed. */
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final DatabaseSettings settings;
    private final Failures failures;
    private final Supplier<HikariConfig> config;
    private @Nullable HikariDataSource pool;

    LazyPool(DatabaseSettings settings, Failures failures, Supplier<HikariConfig> config) {
        this.settings = settings;
        this.failures = failures;
        this.config = config;
    }

    /** What pools of all databases have in common. */
    static HikariConfig config(DatabaseSettings settings, String suffix, int connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("backfill-" + settings.name() + suffix);
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.username());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(Duration.ofSeconds(10).toMillis());
        // a first connection that fails must answer with its own reason, not with a pool's time-out
        config.setInitializationFailTimeout(1);
        return config;
    }

    synchronized HikariDataSource get() {
        if (pool == null) {
            pool = open();
        }
        return pool;
    }

    private HikariDataSource open() {
        try {
            HikariDataSource opened = new HikariDataSource(config.get());
            // keeps the connection by which it found the database, and from now on none for its own sake
            opened.setMinimumIdle(0);
            opened.setIdleTimeout(IDLE.toMillis());
            return opened;
        } catch (RuntimeException e) {
            throw unreachable(e);
        }
    }

    /**
     * A connection that is alive may still lead to the wrong server: one that takes no writes any more answers to whoever
     * asks whether it is there. The next try opens another one, by the address.
     */
    void giveUp(Connection connection, DatabaseException why) {
        if (why.failureClass() == FailureClass.CONNECTION) {
            get().evictConnection(connection);
        }
    }

    private RuntimeException unreachable(RuntimeException e) {
        if (e instanceof BackfillException) {
            return e;
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException failure) {
                var translated = failures.translate(failure);
                return switch (translated.failureClass()) {
                    case CONNECTION, CAPACITY, CONTENTION -> translated;
                    case DATA, DEFINITIVE ->
                        new BackfillException(
                                ErrorCode.DATABASE_UNREACHABLE,
                                "database " + settings.name() + " refuses the connection: " + translated.getMessage(),
                                "check url, username, password and privileges of this database in the configuration",
                                translated);
                };
            }
        }
        return new BackfillException(
                ErrorCode.DATABASE_UNREACHABLE,
                "database " + settings.name() + " cannot be opened: "
                        + e.getClass().getSimpleName(),
                "check the url of this database in the configuration",
                e);
    }

    @Override
    public synchronized void close() {
        if (pool != null) {
            pool.close();
        }
    }
}
