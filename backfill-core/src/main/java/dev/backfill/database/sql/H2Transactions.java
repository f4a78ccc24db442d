package dev.backfill.database.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.SQLExceptionOverride;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.Session;
import dev.backfill.database.TransactionOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Begins, commits and rolls back in the control database. */
final class H2Transactions implements AutoCloseable {
    private static final String USER = "backfill";

    private final H2Failures failures;
    private final LazyPool pool;
    private final @Nullable H2Store store;
    private @Nullable DataSource source;

    /**
     * @param store null if the settings say where it is
     */
    H2Transactions(DatabaseSettings settings, @Nullable H2Store store) {
        this.failures = new H2Failures(settings.name());
        this.store = store;
        this.pool = new LazyPool(settings, failures, () -> pool(settings, store));
    }

    private static HikariConfig pool(DatabaseSettings settings, @Nullable H2Store store) {
        HikariConfig config = LazyPool.config(settings, "-control", settings.connections());
        if (store != null) {
            config.setJdbcUrl(store.url());
            config.setUsername(USER);
            config.setPassword(store.password());
        }
        config.setAutoCommit(false);
        config.setExceptionOverride(new Closed());
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        return config;
    }

    /**
     * Runs the body once more if the database was closed under it: H2 does that when the process begins to end, which is
     * when a run that is told to pause has something to say.
     */
    <T extends @Nullable Object> T commit(TransactionOptions options, Function<Session, T> body) {
        if (store != null) {
            store.require();
        }
        boolean interrupted = Thread.interrupted();
        try {
            return once(options, body);
        } catch (DatabaseException e) {
            if (e.commitInDoubt() || !H2Failures.closed(e)) {
                throw e;
            }
            return once(options, body);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T extends @Nullable Object> T once(TransactionOptions options, Function<Session, T> body) {
        try (Connection connection = pool.get().getConnection()) {
            limit(connection, options);
            T result;
            try {
                result = body.apply(new H2Session(connection, failures));
            } catch (Throwable e) {
                rollBack(connection, e);
                throw e;
            }
            try {
                connection.commit();
            } catch (SQLException e) {
                rollBack(connection, e);
                throw failures.translateCommit(e);
            }
            if (!options.relaxedDurability()) {
                // a process that is killed takes with it what is not on its way to the disk
                execute(connection, "CHECKPOINT");
            }
            return result;
        } catch (SQLException e) {
            throw failures.translate(e);
        }
    }

    void limit(Connection connection, TransactionOptions options) throws SQLException {
        execute(connection, "SET LOCK_TIMEOUT " + options.lockTimeout().toMillis());
        execute(connection, "SET QUERY_TIMEOUT " + options.statementTimeout().toMillis());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void rollBack(Connection connection, Throwable why) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // the connection is gone, and its transaction with it
            why.addSuppressed(e);
        }
    }

    /** The same for every caller: Spring knows transactions by it. */
    synchronized DataSource dataSource() {
        DataSource known = source;
        if (known == null) {
            known = Uninterrupted.of(pool.get());
            source = known;
        }
        return known;
    }

    DatabaseException translate(SQLException failure) {
        return failures.translate(failure);
    }

    @Override
    public void close() {
        pool.close();
    }

    /** Connections to a database that was closed are of no more use, which the pool cannot know. */
    private static final class Closed implements SQLExceptionOverride {
        @java.lang.Override
        public SQLExceptionOverride.Override adjudicate(SQLException failure) {
            return H2Failures.closed(failure.getErrorCode())
                    ? SQLExceptionOverride.Override.MUST_EVICT
                    : SQLExceptionOverride.Override.CONTINUE_EVICT;
        }
    }
}
