package dev.backfill.database.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.Session;
import dev.backfill.database.TransactionOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The only place that begins, commits and rolls back. */
final class MariaTransactions implements AutoCloseable {
    private static final String DRY_RUN = "-dry-run";

    /** How much later than the server must have given up on a statement the connection is given up. */
    private static final Duration GRACE = Duration.ofSeconds(5);
    /** A server of a Galera cluster says so of distributed transactions. */
    private static final int NOT_SUPPORTED = 1235;

    private final DatabaseSettings settings;
    private final MariaFlavour flavour;
    private final MariaFailures failures;
    private final MariaSending sending = new MariaSending();
    private boolean checked;
    private final LazyPool committing;
    private final LazyPool rehearsing;
    /** What the server calls the connections that are in a chunk. */
    private final Set<Long> workers = ConcurrentHashMap.newKeySet();
    /** What each session was last told of its limits, so that it is not told again; a round trip in each transaction. */
    private final Map<Connection, String> limits = Collections.synchronizedMap(new WeakHashMap<>());

    MariaTransactions(DatabaseSettings settings, MariaFlavour flavour) {
        this.settings = settings;
        this.flavour = flavour;
        this.failures = new MariaFailures(settings.name());
        this.committing = new LazyPool(settings, failures, () -> pool("", settings.connections()));
        this.rehearsing = new LazyPool(settings, failures, () -> pool(DRY_RUN, Math.min(settings.connections(), 4)));
    }

    <T extends @Nullable Object> T commit(TransactionOptions options, Function<Session, T> body) {
        try (Connection connection = committing.get().getConnection()) {
            limit(connection, options);
            MariaSession session = session(connection, JdbcSession.Guard.NONE, options);
            Long worker = options.keyRanges() ? Long.valueOf(flavour.number(connection)) : null;
            if (worker != null) {
                workers.add(worker);
            }
            try {
                return commit(connection, session, body);
            } catch (DatabaseException e) {
                committing.giveUp(connection, e);
                throw e;
            } finally {
                if (worker != null) {
                    workers.remove(worker);
                }
            }
        } catch (SQLException e) {
            throw failures.translate(e);
        }
    }

    private <T extends @Nullable Object> T commit(
            Connection connection, MariaSession session, Function<Session, T> body) throws SQLException {
        T result;
        try {
            result = body.apply(session);
            session.refuseIfFailed();
        } catch (Throwable e) {
            rollBack(connection, session, e);
            throw e;
        }
        try {
            connection.commit();
        } catch (SQLException e) {
            rollBack(connection, session, e);
            throw failures.translateCommit(e);
        }
        session.unlock();
        return result;
    }

    /**
     * In a distributed transaction of one's own the server refuses COMMIT, and every statement that commits on the way,
     * until somebody ends the transaction by its name. The name is ours alone and made anew each time. A Galera cluster
     * has none; there the guard, which lets no such statement pass, stands alone: functions and triggers cannot commit.
     */
    <T extends @Nullable Object> T rehearse(TransactionOptions options, Function<Session, T> body) {
        HikariDataSource pool = rehearsing.get();
        try (Connection connection = pool.getConnection()) {
            String name = "'backfill-" + UUID.randomUUID() + "'";
            limit(connection, options);
            boolean distributed = begin(connection, name);
            MariaSession session = session(connection, new MariaGuard(), options);
            try {
                return body.apply(session);
            } finally {
                end(pool, connection, distributed ? name : null);
            }
        } catch (SQLException e) {
            throw failures.translate(e);
        }
    }

    /** False if the server has no distributed transactions, and an ordinary one has begun. */
    private static boolean begin(Connection connection, String name) throws SQLException {
        try {
            execute(connection, "XA START " + name);
            return true;
        } catch (SQLException e) {
            if (e.getErrorCode() != NOT_SUPPORTED) {
                throw e;
            }
            execute(connection, "START TRANSACTION");
            return false;
        }
    }

    private static void end(HikariDataSource pool, Connection connection, @Nullable String name) {
        try {
            if (name == null) {
                execute(connection, "ROLLBACK");
                return;
            }
            try {
                execute(connection, "XA END " + name);
            } catch (SQLException e) {
                // after a deadlock the server has marked it for rolling back, and says so here
                execute(connection, "XA ROLLBACK " + name);
                return;
            }
            execute(connection, "XA ROLLBACK " + name);
        } catch (SQLException e) {
            // a connection that goes away takes its transaction with it
            pool.evictConnection(connection);
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The server's numbers of the connections that are in a chunk of this process's. */
    Set<Long> workers() {
        return Set.copyOf(workers);
    }

    DatabaseException translate(SQLException failure) {
        return failures.translate(failure);
    }

    DataSource committing() {
        return committing.get();
    }

    /** For the session that is about to begin a transaction: all of these last until they are set again. */
    void limit(Connection connection, TransactionOptions options) throws SQLException {
        // the server's own time-out does not help where the network swallows its answer
        Duration silence = options.statementTimeout().plus(GRACE);
        connection.setNetworkTimeout(Runnable::run, (int) silence.toMillis());
        String wanted = flavour.limits(options.lockTimeout(), options.statementTimeout(), options.statementTimeout());
        // not by the server's number of it: another server, or the same after a restart, gives that again
        Connection session = connection.unwrap(Connection.class);
        if (!wanted.equals(limits.get(session))) {
            execute(connection, wanted);
            limits.put(session, wanted);
        }
    }

    private MariaSession session(Connection connection, JdbcSession.Guard guard, TransactionOptions options) {
        return new MariaSession(connection, failures, guard, flavour, options.statementTimeout(), sending);
    }

    private static void rollBack(Connection connection, MariaSession session, Throwable why) {
        try {
            connection.rollback();
            session.unlock();
        } catch (SQLException e) {
            // the connection is gone, and the server rolls back by itself; the first failure is the one that matters
            why.addSuppressed(e);
        }
    }

    /** Once: both pools lead to the same server. */
    private synchronized void checkServer() {
        if (!checked) {
            sending.rowsOfJson(MariaServerCheck.check(settings, flavour));
            checked = true;
        }
    }

    private HikariConfig pool(String suffix, int connections) {
        checkServer();
        HikariConfig config = LazyPool.config(settings, suffix, connections);
        config.setConnectionInitSql(flavour.statements().greeting());
        // saves two statements a transaction; a rehearsal begins and ends its own
        config.setAutoCommit(suffix.equals(DRY_RUN));
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.addDataSourceProperty("connectTimeout", "5000");
        flavour.driver(settings.url()).forEach(config::addDataSourceProperty);
        config.setDataSource(noting(new DriverDataSource(
                settings.url(), null, config.getDataSourceProperties(), settings.username(), settings.password())));
        return config;
    }

    /** A pool may open a connection that nobody takes for a while; it is none of somebody else's all the same. */
    private DataSource noting(DataSource driver) {
        return new DelegatingDataSource(driver) {
            @Override
            public Connection getConnection() throws SQLException {
                return noted(super.getConnection());
            }

            @Override
            public Connection getConnection(String username, String password) throws SQLException {
                return noted(super.getConnection(username, password));
            }
        };
    }

    private Connection noted(Connection connection) throws SQLException {
        MariaSessions.add(settings.url(), flavour, connection);
        return connection;
    }

    @Override
    public void close() {
        committing.close();
        rehearsing.close();
    }
}
