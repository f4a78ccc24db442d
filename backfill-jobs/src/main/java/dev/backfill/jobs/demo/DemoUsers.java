package dev.backfill.jobs.demo;

import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** The table that the demo works on, with the names of real life; the same rows each time. */
final class DemoUsers {
    private DemoUsers() {}

    static void fill(String url, long rows) throws IOException {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                Statement statement = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement(DemoFolder.resource("users-rows.sql"))) {
            statement.execute(DemoFolder.resource("users-table.sql"));
            insert.setLong(1, rows);
            insert.executeUpdate();
            statement.execute("ANALYZE users");
        } catch (SQLException e) {
            throw new BackfillException(
                    ErrorCode.INTERNAL,
                    "the demo's table cannot be filled; the database's code is " + e.getSQLState(),
                    "start again: backfill demo --stop, then backfill demo",
                    e);
        }
    }
}
