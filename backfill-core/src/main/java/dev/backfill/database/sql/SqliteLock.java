package dev.backfill.database.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Takes the lock to write. SQLite's own way of waiting asks ever more seldom, and beside an application that writes without
 * a pause would hardly ever meet a moment in which nobody does.
 */
final class SqliteLock {
    /** Between two attempts: as long as a small commit takes. */
    private static final long INTERVAL_MILLIS = 1;

    private SqliteLock() {}

    /**
     * Begins a transaction that may write.
     *
     * @param patience also of what comes behind it
     * @throws SQLException if somebody else had the lock all the while
     */
    static void begin(Connection connection, String beginning, Duration patience) throws SQLException {
        SqliteTransactions.execute(connection, "PRAGMA busy_timeout = 0");
        boolean interrupted = false;
        long begin = System.nanoTime();
        try {
            while (!taken(connection, beginning, System.nanoTime() - begin < patience.toNanos())) {
                try {
                    TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
                } catch (InterruptedException e) {
                    // whoever interrupts waits for the chunk that has begun
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        SqliteTransactions.execute(connection, "PRAGMA busy_timeout = " + patience.toMillis());
    }

    private static boolean taken(Connection connection, String beginning, boolean again) throws SQLException {
        try {
            SqliteTransactions.execute(connection, beginning);
            return true;
        } catch (SQLiteException e) {
            boolean busy = (e.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
            if (!busy || !again) {
                throw e;
            }
            return false;
        }
    }
}
