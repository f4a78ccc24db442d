package dev.backfill.database.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.SQLExceptionOverride;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.Session;
import dev.backfill.database.TransactionOptions;
import dev.backfill.database.sql.H2Marks.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Begins, commits and rolls back in the control database. */
final class H2Transactions implements AutoCloseable {
    private static final String USER = "backfill";
    /** The lock file of a dead process is stale after two seconds, and whoever takes it over needs some more. */
    private static final Duration STALE = Duration.ofSeconds(8);

    /** How often the process that has the files open may end under one transaction. */
    private static final int TRIES = 7;

    /** Twice as long with each try. */
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final H2Failures failures;
    private final H2Marks marks;
    private final LazyPool pool;
    private final @Nullable H2Store store;
    private @Nullable DataSource source;

    /**
     * @param store null if the settings say where it is
     */
    H2Transactions(DatabaseSettings settings, @Nullable H2Store store) {
        this.failures = new H2Failures(settings.name());
        this.marks = new H2Marks(H2Home.schema(settings));
        this.store = store;
        this.pool = new LazyPool(settings, failures, () -> pool(settings, store));
    }

    private static HikariConfig pool(DatabaseSettings settings, @Nullable H2Store store) {
        HikariConfig config = LazyPool.config(settings, "-control", settings.connections());
        if (store != null) {
            config.setJdbcUrl(store.url());
            config.setUsername(USER);
            config.setPassword(store.password());
            // what a killed process has left is in the way for some seconds
            config.setInitializationFailTimeout(STALE.toMillis());
        }
        config.setAutoCommit(false);
        config.setExceptionOverride(new Closed());
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        return config;
    }

    /**
     * Runs the body once more if the database was closed under it: H2 does that when the process that has the files open
     * begins to end, which is when a run that is told to pause has something to say, and when whoever told it looks on.
     */
    <T extends @Nullable Object> T commit(TransactionOptions options, Function<Session, T> body) {
        if (store != null) {
            store.require();
        }
        boolean interrupted = Thread.interrupted();
        try {
            for (int tries = 1; ; tries++) {
                try {
                    return once(options, body);
                } catch (DatabaseException e) {
                    if (e.commitInDoubt() || !H2Failures.closed(e) || tries == TRIES) {
                        throw e;
                    }
                    renew(tries);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T extends @Nullable Object> T once(TransactionOptions options, Function<Session, T> body) {
        Connection connection = open();
        try {
            return inside(connection, options, body);
        } finally {
            close(connection);
        }
    }

    private <T extends @Nullable Object> T inside(
            Connection connection, TransactionOptions options, Function<Session, T> body) {
        H2Session session = new H2Session(connection, failures, marks);
        T result;
        try {
            limit(connection, options);
            result = body.apply(session);
            session.end();
        } catch (SQLException e) {
            throw rollBack(connection) ? failures.translate(e) : failures.gone(e, false);
        } catch (Throwable e) {
            if (rollBack(connection)) {
                throw e;
            }
            throw failures.gone(e, false);
        }
        boolean durable = session.wrote() && !options.relaxedDurability();
        boolean committed = false;
        try {
            connection.commit();
            committed = true;
            if (durable) {
                checkpoint(connection);
            }
        } catch (SQLException e) {
            if (!rollBack(connection)) {
                settle(session, durable, e);
            } else if (!committed) {
                throw failures.translateCommit(e);
            }
            // what is committed is written within half a second all the same
        }
        UUID mark = session.mark();
        if (mark != null) {
            marks.served(mark);
        }
        return result;
    }

    private Connection open() {
        try {
            return pool.get().getConnection();
        } catch (SQLException e) {
            throw failures.translate(e);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // there is nothing left in it: the pool throws it away
        }
    }

    /**
     * Returns if the transaction was committed all the same.
     *
     * @throws DatabaseException if it was not, or nobody can tell
     */
    private void settle(H2Session session, boolean durable, SQLException lost) {
        UUID mark = session.mark();
        if (mark == null) {
            throw failures.gone(lost, session.wrote());
        }
        for (int tries = 1; ; tries++) {
            renew(tries);
            try (Connection connection = pool.get().getConnection()) {
                Outcome outcome = marks.outcome(connection, mark);
                connection.rollback();
                if (outcome != Outcome.COMMITTED) {
                    throw failures.gone(lost, outcome == Outcome.UNKNOWN);
                }
                if (durable) {
                    checkpoint(connection);
                }
                return;
            } catch (SQLException e) {
                if (tries == TRIES) {
                    lost.addSuppressed(e);
                    throw failures.gone(lost, true);
                }
            }
        }
    }

    /** Lets the database be closed to its end, and opened by whoever is next. */
    private void renew(int tries) {
        pool.get().getHikariPoolMXBean().softEvictConnections();
        LockSupport.parkNanos(PAUSE.toNanos() << tries);
    }

    /** A process that is killed takes with it what is not on its way to the disk. */
    private static void checkpoint(Connection connection) throws SQLException {
        try {
            execute(connection, "CHECKPOINT");
        } catch (SQLException e) {
            // in a database that somebody else has set up it is for the administrator, and how durable it is, too
            if (e.getErrorCode() != ErrorCode.ADMIN_RIGHTS_REQUIRED) {
                throw e;
            }
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

    /** False if the connection is gone, and its transaction with it; what failed before may not have said so. */
    private static boolean rollBack(Connection connection) {
        try {
            connection.rollback();
            return true;
        } catch (SQLException e) {
            return false;
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
