package dev.backfill.testkit;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The databases that a server has handed out, each under a name of its own. Thread-safe. */
final class HandedOut {
    private final String prefix;
    private final String drop;
    private final List<String> beforeDrop;
    private final AtomicInteger last = new AtomicInteger();
    private final Queue<String> there = new ConcurrentLinkedQueue<>();

    private HandedOut(String prefix, String drop, List<String> beforeDrop) {
        this.prefix = prefix;
        this.drop = drop;
        this.beforeDrop = beforeDrop;
    }

    static HandedOut onPostgres() {
        // ends the sessions that a test has left behind
        return new HandedOut("test_", "DROP DATABASE %s WITH (FORCE)", List.of());
    }

    /** For MySQL too. */
    static HandedOut onMaria() {
        return new HandedOut(
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

    private static void run(String server, List<String> statements) throws SQLException {
        try (var connection = DriverManager.getConnection(server);
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
