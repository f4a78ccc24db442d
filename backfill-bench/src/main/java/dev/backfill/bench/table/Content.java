package dev.backfill.bench.table;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Tables, and how to see that the job was done on them and nothing else.
 *
 * @param name unique among the contents of a product; part of a database's name
 * @param create statements that make it, with {@code %d} for the number of rows
 * @param attach statements before the following two, with {@code %s} for the template's name
 * @param untouched asks for one value, over everything that no side may change
 * @param after asks how many rows there are, and how many are right
 */
public record Content(String name, List<String> create, List<String> attach, String untouched, String after) {
    /** Of a product that needs no template to see whether a row is as it was. */
    Content(String name, List<String> create, String untouched, String after) {
        this(name, create, List.of(), untouched, after);
    }

    /**
     * Makes it in an empty database.
     */
    public void create(Connection connection, long rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : create) {
                statement.execute(sql.formatted(rows));
            }
        }
    }

    /** The value over everything that no side may change. */
    public String untouched(Connection connection, String template) throws SQLException {
        attach(connection, template);
        return untouched(connection);
    }

    private String untouched(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(untouched)) {
            result.next();
            return String.valueOf(result.getString(1));
        }
    }

    private void attach(Connection connection, String template) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : attach) {
                statement.execute(sql.formatted(template));
            }
        }
    }

    /**
     * @param before the value over everything that no side may change, as it was
     * @param rows there must be
     * @throws IllegalStateException unless every row is as it should be, with figures
     */
    public void verify(Connection connection, String template, String before, long rows) throws SQLException {
        attach(connection, template);
        boolean same = before.equals(untouched(connection));
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(after)) {
            result.next();
            long found = result.getLong(1);
            long right = result.getLong(2);
            if (found != rows || right != rows || !same) {
                throw new IllegalStateException("wrong result: %d rows, %d of them right, the rest %s; expected %d"
                        .formatted(found, right, same ? "untouched" : "changed", rows));
            }
        }
    }
}
