package dev.backfill.database.sql;

import dev.backfill.database.Session;
import dev.backfill.database.TransactionOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Transactions that SQLite itself refuses to commit. A second database, in memory, takes part in each of them: to commit,
 * SQLite must first have an exclusive lock on it, and another connection of ours reads in it all the while. Used by one
 * thread at a time.
 */
final class SqliteRehearsal implements AutoCloseable {
    private static final String SEAL = "\"backfill seal\"";

    private final SqliteFile file;
    private final SqliteFailures failures;
    private @Nullable Connection sealed;
    private @Nullable Connection keeper;

    SqliteRehearsal(SqliteFile file, SqliteFailures failures) {
        this.file = file;
        this.failures = failures;
    }

    /**
     * @param beginning with the lock to write, or without it
     */
    <T extends @Nullable Object> T run(String beginning, TransactionOptions options, Function<Session, T> body)
            throws SQLException {
        Connection connection = open();
        SqliteLock.begin(connection, beginning, options.lockTimeout());
        SqliteTransactions.execute(connection, "INSERT INTO " + SEAL + ".seal DEFAULT VALUES");
        SqliteSession session = new SqliteSession(connection, failures, new SqliteGuard(), options.statementTimeout());
        SqliteWatch.begin(session);
        try {
            return body.apply(session);
        } finally {
            SqliteWatch.end(session);
            end(connection);
        }
    }

    /** What rolls back cannot be written by anybody any more; a connection on which that failed is not used again. */
    private void end(Connection connection) {
        try {
            SqliteTransactions.execute(connection, "ROLLBACK");
        } catch (SQLException e) {
            close();
        }
    }

    private synchronized Connection open() throws SQLException {
        Connection known = sealed;
        if (known != null) {
            return known;
        }
        String seal = "file:/backfill-" + UUID.randomUUID() + "?vfs=memdb";
        try {
            Connection reading = DriverManager.getConnection("jdbc:sqlite:" + seal);
            keeper = reading;
            SqliteTransactions.execute(reading, "CREATE TABLE seal (id integer PRIMARY KEY)");
            Properties properties = SqliteTransactions.properties();
            Connection connection = DriverManager.getConnection(file.url(), properties);
            sealed = connection;
            SqliteTransactions.execute(connection, "ATTACH DATABASE '" + seal + "' AS " + SEAL);
            SqliteTransactions.execute(reading, "BEGIN");
            SqliteTransactions.text(reading, "SELECT count(*) FROM seal");
            return connection;
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    @Override
    public synchronized void close() {
        shut(sealed);
        shut(keeper);
        sealed = null;
        keeper = null;
    }

    private static void shut(@Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                // it is gone either way
                return;
            }
        }
    }
}
