package dev.backfill.database.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConnection;

/**
 * Interrupts statements that take too long: SQLite has no time-out of its own, and the driver's is one for locks. One
 * thread for the process. Thread-safe.
 */
final class SqliteWatch {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteWatch.class);
    private static final long INTERVAL_MILLIS = 100;
    private static final Map<SqliteSession, Connection> OPEN = new ConcurrentHashMap<>();

    static {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread daemon = new Thread(work, "backfill-sqlite-watch");
            daemon.setDaemon(true);
            return daemon;
        });
        var unused = thread.scheduleWithFixedDelay(
                SqliteWatch::look, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private SqliteWatch() {}

    static void begin(SqliteSession session) {
        OPEN.put(session, session.connection());
    }

    static void end(SqliteSession session) {
        OPEN.remove(session);
    }

    private static void look() {
        long now = System.nanoTime();
        OPEN.forEach((session, connection) -> {
            if (session.overdue(now)) {
                interrupt(connection);
            }
        });
    }

    private static void interrupt(Connection connection) {
        try {
            connection.unwrap(SQLiteConnection.class).getDatabase().interrupt();
        } catch (SQLException e) {
            // it was closed, and so nothing runs on it
            LOG.debug("a connection went away before it was interrupted", e);
        }
    }
}
