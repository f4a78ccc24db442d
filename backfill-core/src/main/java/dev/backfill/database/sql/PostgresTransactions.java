package dev.backfill.database.sql;

import com.zaxxer.hikari.HikariConfig;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.Session;
import dev.backfill.database.TransactionOptions;
import io.micrometer.core.instrument.Metrics;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The only place that begins, commits and rolls back. */
final class PostgresTransactions implements AutoCloseable {
    /** Transaction-local, so that it also holds behind a transaction-pooling proxy. */
    private static final String LIMITS =
            """
            SELECT set_config('lock_timeout', ?, true), set_config('statement_timeout', ?, true),
                   set_config('idle_in_transaction_session_timeout', ?, true)""";
    /** Losing an asynchronous commit in a server crash loses the ledger's row with it, so the chunk is redone. */
    private static final String RELAXED = ", set_config('synchronous_commit', 'off', true)";
    /**
     * Stale statistics must not turn a key range into a scan of the table, rows stored in another order than the key's
     * must not turn the search for a chunk's end into sorting all that is left of it, and compiling costs more than the
     * chunk. What cannot do without a sort still gets one.
     */
    private static final String KEY_RANGES = ", set_config('jit', 'off', true),"
            + " set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true)";
    /** Names the session while it is in a chunk. */
    private static final String AS_WORKER = ", set_config('application_name', ?, true)";
    /**
     * Made once per rehearsing connection. Two equal values in a deferred unique constraint make every later COMMIT
     * fail in the server, whoever asks for it.
     */
    private static final String MAKE_UNCOMMITTABLE =
            "CREATE TEMPORARY TABLE backfill_dry_run (mark int UNIQUE DEFERRABLE INITIALLY DEFERRED)";

    private static final String BE_UNCOMMITTABLE = "INSERT INTO pg_temp.backfill_dry_run VALUES (1), (1)";

    /** Said of a statement that took too long as well as of one that somebody had cancelled. */
    private static final String QUERY_CANCELED = "57014";

    /** How much later than the server must have given up on a statement the connection is given up. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final DatabaseSettings settings;
    /** What the server calls a session while it is in a chunk of this process's: who waits for it is then known. */
    private final String worker = "backfill-" + UUID.randomUUID().toString().substring(0, 13);

    private final PostgresFailures failures;
    private final LazyPool committing;
    private final LazyPool rehearsing;

    PostgresTransactions(DatabaseSettings settings) {
        this.settings = settings;
        this.failures = new PostgresFailures(settings.name());
        this.committing = new LazyPool(settings, failures, () -> pool("", settings.connections(), null));
        this.rehearsing = new LazyPool(
                settings, failures, () -> pool("-dry-run", Math.min(settings.connections(), 4), MAKE_UNCOMMITTABLE));
    }

    <T extends @Nullable Object> T commit(TransactionOptions options, Function<Session, T> body) {
        try (Connection connection = connect(committing.get())) {
            long began = System.nanoTime();
            T result;
            try {
                result = body.apply(begin(connection, options, JdbcSession.Guard.NONE));
            } catch (DatabaseException e) {
                rollBack(connection, e);
                committing.giveUp(connection, e);
                throw classified(e, options, began);
            } catch (Throwable e) {
                rollBack(connection, e);
                throw e;
            }
            try {
                connection.commit();
            } catch (SQLException e) {
                rollBack(connection, e);
                throw classified(failures.translateCommit(e), options, began);
            }
            return result;
        } catch (SQLException e) {
            throw failures.translate(e);
        }
    }

    /** A transaction that ends before any of its statements can have run out of time was cancelled by somebody. */
    private static DatabaseException classified(DatabaseException e, TransactionOptions options, long began) {
        boolean hadTime = System.nanoTime() - began < options.statementTimeout().toNanos();
        return hadTime && QUERY_CANCELED.equals(e.sqlState()) ? e.asCancelled() : e;
    }

    <T extends @Nullable Object> T rehearse(TransactionOptions options, Function<Session, T> body) {
        try (Connection connection = connect(rehearsing.get())) {
            try {
                Session session = begin(connection, options, new DryRunGuard());
                session.update(BE_UNCOMMITTABLE);
                return body.apply(session);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw failures.translate(e);
        }
    }

    /** The name of a session in a chunk; no other process has the same. */
    String worker() {
        return worker;
    }

    DatabaseException translate(SQLException failure) {
        return failures.translate(failure);
    }

    DataSource committing() {
        return committing.get();
    }

    private JdbcSession begin(Connection connection, TransactionOptions options, JdbcSession.Guard guard)
            throws SQLException {
        connection.setAutoCommit(false);
        limit(connection, options);
        return new PostgresSession(connection, failures, guard);
    }

    /** For a connection that is inside a transaction. */
    void limit(Connection connection, TransactionOptions options) throws SQLException {
        // the server's own time-out does not help where the network swallows its answer
        Duration silence = options.statementTimeout().plus(GRACE);
        connection.setNetworkTimeout(Runnable::run, (int) silence.toMillis());
        boolean chunk = options.keyRanges();
        String settings = LIMITS + (options.relaxedDurability() ? RELAXED : "") + (chunk ? KEY_RANGES + AS_WORKER : "");
        try (PreparedStatement statement = connection.prepareStatement(settings)) {
            statement.setString(1, millis(options.lockTimeout()));
            statement.setString(2, millis(options.statementTimeout()));
            statement.setString(3, millis(options.statementTimeout()));
            if (chunk) {
                statement.setString(4, worker);
            }
            statement.execute();
        }
    }

    private static String millis(Duration duration) {
        return duration.toMillis() + "ms";
    }

    private static void rollBack(Connection connection, Throwable why) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // the connection is gone, and the server rolls back by itself; the first failure is the one that matters
            why.addSuppressed(e);
        }
    }

    private Connection connect(DataSource pool) throws SQLException {
        return pool.getConnection();
    }

    private HikariConfig pool(String suffix, int connections, @Nullable String initialise) {
        HikariConfig config = LazyPool.config(settings, suffix, connections);
        config.setConnectionInitSql(initialise);
        // nobody's business until an application adds a registry of its own
        config.setMetricRegistry(Metrics.globalRegistry);
        config.addDataSourceProperty("ApplicationName", "backfill");
        // without these a connection whose peer vanished is waited on for hours
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("connectTimeout", "5");
        return config;
    }

    @Override
    public void close() {
        committing.close();
        rehearsing.close();
    }
}
