package dev.backfill.bench.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Statements that are no part of what is measured, each time on a connection of their own. */
final class Statements {
    private Statements() {}

    static void run(String url, String... statements) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the server refused: " + String.join("; ", statements), e);
        }
    }

    /** The first column of the first row, as text. */
    static String one(String url, String query) {
        return list(url, query).get(0);
    }

    /** The first column, as text. */
    static List<String> list(String url, String query) {
        return column(url, query, 1);
    }

    static List<String> column(String url, String query, int column) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(column)));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException("the server refused: " + query, e);
        }
    }
}
