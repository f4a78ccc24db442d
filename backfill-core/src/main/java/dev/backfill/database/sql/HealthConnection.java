package dev.backfill.database.sql;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.FailureClass;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * One connection apart from the workers', for short looks. Opened when it is needed, and again after it broke. Each look
 * is a transaction of its own that is rolled back: its limits are local to it, so that behind a transaction-pooling
 * proxy nobody inherits them. Used by one thread.
 */
abstract class HealthConnection implements AutoCloseable {
    /** A server that needs longer for a look is not well, and a guard that waits sees nothing. */
    static final Duration LIMIT = Duration.ofSeconds(1);
    /** How long the network may swallow an answer; longer than the server's own time-out. */
    static final Duration SILENCE = Duration.ofSeconds(3);

    private final DatabaseSettings settings;
    private final Failures failures;
    private @Nullable Connection connection;

    HealthConnection(DatabaseSettings settings, Failures failures) {
        this.settings = settings;
        this.failures = failures;
    }

    /** What the driver is told besides the user, with the time-outs of {@link #LIMIT} and {@link #SILENCE}. */
    abstract void configure(Properties properties);

    /** Limits the transaction that the connection is about to begin, or has begun. */
    abstract void limit(Connection open, boolean readOnly) throws SQLException;

    abstract JdbcSession session(Connection open);

    /** Reads in a transaction that cannot write. */
    <T> T look(Look<T> look) {
        return run(true, look);
    }

    /** Commits a transaction and says how long its COMMIT took, in nanoseconds. */
    long commit(String statement) {
        return run(false, open -> {
            try (PreparedStatement prepared = open.prepareStatement(statement)) {
                prepared.execute();
            }
            long begin = System.nanoTime();
            open.commit();
            return System.nanoTime() - begin;
        });
    }

    private <T> T run(boolean readOnly, Look<T> look) {
        try {
            Connection open = connected();
            try {
                limit(open, readOnly);
                T seen = look.at(open);
                open.rollback();
                return seen;
            } catch (SQLException | RuntimeException e) {
                rollBack(open, e);
                throw e;
            }
        } catch (SQLException e) {
            throw failures.translate(e);
        }
    }

    private Connection connected() throws SQLException {
        Connection open = connection;
        if (open == null || open.isClosed()) {
            open = connect();
            connection = open;
        }
        return open;
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        if (settings.username() != null) {
            properties.setProperty("user", settings.username());
        }
        if (settings.password() != null) {
            properties.setProperty("password", settings.password());
        }
        configure(properties);
        Connection open = DriverManager.getConnection(settings.url(), properties);
        try {
            // the address may have set another one
            open.setNetworkTimeout(Runnable::run, (int) SILENCE.toMillis());
            open.setAutoCommit(false);
            return open;
        } catch (SQLException e) {
            open.close();
            throw e;
        }
    }

    private void rollBack(Connection open, Exception why) {
        boolean broken = why instanceof DatabaseException e && e.failureClass() == FailureClass.CONNECTION;
        try {
            open.rollback();
        } catch (SQLException e) {
            why.addSuppressed(e);
            broken = true;
        }
        if (broken) {
            close();
        }
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                // it is gone either way
                connection = null;
            }
        }
    }

    /** Looks at the server in an open transaction. */
    @FunctionalInterface
    interface Look<T> {
        T at(Connection open) throws SQLException;
    }
}
