package dev.backfill.testkit;

import java.sql.DriverManager;
import java.sql.SQLException;

/** One statement on a connection of its own. */
final class Sql {
    private Sql() {}

    static void run(String url, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String text(String url, String query) throws SQLException {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    static long number(String url, String query) throws SQLException {
        return Long.parseLong(text(url, query));
    }
}
