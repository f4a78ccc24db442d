package dev.backfill.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The databases that a server has handed out, each under a name of its own. Thread-safe. */
final class HandedOut {
    private static final int PATIENCE_SECONDS = 5;

    /** Whether one connection is enough: on PostgreSQL each is a process, on MariaDB the guards would count an idle one. */
    private final boolean keeping;

    private final String prefix;
    private final String drop;
    private final List<String> beforeDrop;
    private final AtomicInteger last = new AtomicInteger();
    private final Queue<String> there = new ConcurrentLinkedQueue<>();
    private @Nullable Connection administering;

    private HandedOut(boolean keeping, String prefix, String drop, List<String> beforeDrop) {
        this.keeping = keeping;
        this.prefix = prefix;
        this.drop = drop;
        this.beforeDrop = beforeDrop;
    }

    static HandedOut onPostgres() {
        // ends the sessions that a test has left behind
        return new HandedOut(true, "test_", "DROP DATABASE %s WITH (FORCE)", List.of());
    }

    /** For MySQL too. */
    static HandedOut onMaria() {
        return new HandedOut(
                false,
                // on schemas called test… everybody has every privilege
                "app_",
                "DROP DATABASE %s",
                // a transaction left behind is waited for, not for ever; a schema beside may refer to this one
                List.of("SET lock_wait_timeout = 20", "SET foreign_key_checks = 0"));
    }

    /**
     * @param server the address of another database on the server
     * @return the name of a new and empty one
     * @throws IllegalStateException if the server refuses
     */
    String create(String server) {
        String name = prefix + last.incrementAndGet();
        try {
            run(server, List.of("CREATE DATABASE " + name));
        } catch (SQLException e) {
            throw new IllegalStateException("Database " + name + " could not be created", e);
        }
        there.add(name);
        return name;
    }

    /**
     * Drops all that are there.
     *
     * @param server the address of another database on the server
     * @throws IllegalStateException if the server refuses
     */
    void drop(String server) {
        List<String> statements = new ArrayList<>(beforeDrop);
        for (String name = there.poll(); name != null; name = there.poll()) {
            statements.add(String.format(drop, name));
        }
        if (statements.size() == beforeDrop.size()) {
            return;
        }
        try {
            run(server, statements);
        } catch (SQLException e) {
            throw new IllegalStateException("Databases of a test could not be dropped: " + statements, e);
        }
    }

    private synchronized void run(String server, List<String> statements) throws SQLException {
        Connection connection = connection(server);
        try (var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } finally {
            if (!keeping) {
                connection.close();
            }
        }
    }

    /** The same one as long as the server does not end it. */
    private Connection connection(String server) throws SQLException {
        Connection last = administering;
        if (last != null && last.isValid(PATIENCE_SECONDS)) {
            return last;
        }
        if (last != null) {
            last.close();
        }
        Connection next = DriverManager.getConnection(server);
        administering = keeping ? next : null;
        return next;
    }
}
