package dev.backfill.bench.server;

import dev.backfill.bench.table.Product;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** One side's own database, dropped when closed. Thread-safe. */
public final class Copy implements AutoCloseable {
    private final String name;
    private final String url;
    private final Template template;

    Copy(String name, String url, Template template) {
        this.name = name;
        this.url = url;
        this.template = template;
    }

    String name() {
        return name;
    }

    /** JDBC address, the user included; there is no password. */
    public String url() {
        return url;
    }

    public Product product() {
        return template.server().product();
    }

    /**
     * The database from which this one is filled.
     *
     * @throws java.util.NoSuchElementException if it is filled from nowhere else
     */
    public Copy source() {
        return template.source().orElseThrow();
    }

    public long rows() {
        return template.rows();
    }

    /** A connection with autocommit off. */
    public Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        connection.setAutoCommit(false);
        return connection;
    }

    /** Runs statements that are no part of what is measured. */
    public void execute(String... statements) {
        Statements.run(url, statements);
    }

    /** The first column of the first row, as text; no part of what is measured either. */
    public String ask(String query) {
        return Statements.one(url, query);
    }

    /**
     * @throws IllegalStateException unless every row is as it should be, with figures
     */
    public void verify() {
        try (Connection connection = DriverManager.getConnection(url)) {
            template.content().verify(connection, template.name(), template.untouched(), template.rows());
        } catch (SQLException e) {
            throw new IllegalStateException("the result could not be checked", e);
        }
    }

    @Override
    public void close() {
        template.server().drop(this);
    }
}
