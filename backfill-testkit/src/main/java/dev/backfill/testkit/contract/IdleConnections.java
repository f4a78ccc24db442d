package dev.backfill.testkit.contract;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Connections to one address that wait for their next query: PostgreSQL begins a process for each, which is more work
 * than most queries of a test. Thread-safe.
 */
final class IdleConnections {
    private static final int PATIENCE_SECONDS = 5;

    private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();
    private final String url;
    private final boolean keeping;

    private IdleConnections(String url, boolean keeping) {
        this.url = url;
        this.keeping = keeping;
    }

    /** Keeps none. */
    static IdleConnections none(String url) {
        return new IdleConnections(url, false);
    }

    static IdleConnections to(TestDialect.Observing address) {
        return new IdleConnections(address.url(), address.unseen());
    }

    /** How one is opened. */
    interface Opening {
        Connection open(String url) throws SQLException;
    }

    Connection take(Opening opening) throws SQLException {
        for (@Nullable Connection kept = idle.poll(); kept != null; kept = idle.poll()) {
            if (kept.isValid(PATIENCE_SECONDS)) {
                return kept;
            }
            kept.close();
        }
        return opening.open(url);
    }

    /** @param whole whether its query came to its end */
    void giveBack(Connection connection, boolean whole) throws SQLException {
        if (keeping && whole) {
            idle.add(connection);
        } else {
            connection.close();
        }
    }

    /** Closes those that nobody has taken. */
    void close() {
        for (@Nullable Connection kept = idle.poll(); kept != null; kept = idle.poll()) {
            try {
                kept.close();
            } catch (SQLException e) {
                // its server is gone, and it with it
            }
        }
    }
}
