package dev.backfill.bench.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** One side's own database, dropped when closed. Thread-safe. */
public final class Copy implements AutoCloseable {
    private final Server server;
    private final String name;
    private final String url;
    private final Template template;

    Copy(Server server, String name, String url, Template template) {
        this.server = server;
        this.name = name;
        this.url = url;
        this.template = template;
    }

    /** JDBC address, the user included; there is no password. */
    public String url() {
        return url;
    }

    public long rows() {
        return template.rows();
    }

    /** How PostgreSQL's own programs reach it. */
    public List<String> clientArguments() {
        return server.clientArguments(name);
    }

    /** A connection with autocommit off. */
    public Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        connection.setAutoCommit(false);
        return connection;
    }

    /** Runs statements that are no part of what is measured. */
    public void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("the server refused: " + sql, e);
        }
    }

    /** The users as they were, so that the job can be done once more; no part of what is measured. */
    public void restore() {
        execute("UPDATE users SET first_name = NULL, last_name = NULL WHERE first_name IS NOT NULL");
        execute("VACUUM users");
        execute("CHECKPOINT");
    }

    /**
     * @throws IllegalStateException unless every row is as it should be, with figures
     */
    public void verify() {
        try (Connection connection = DriverManager.getConnection(url)) {
            UsersTable.verify(connection, template);
        } catch (SQLException e) {
            throw new IllegalStateException("the result could not be checked", e);
        }
    }

    void warm() {
        execute(
                """
                CREATE EXTENSION pg_prewarm;
                SELECT pg_prewarm(indexrelid::regclass) FROM pg_index WHERE indrelid = 'users'::regclass;
                SELECT pg_prewarm('users');
                """);
    }

    @Override
    public void close() {
        server.drop(name);
    }
}
