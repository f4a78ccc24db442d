package dev.backfill.testkit;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.sql.Databases;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One MariaDB for all tests of the process, and an empty database on it. */
final class MariaFixture {
    private static final MariaServer SERVER = start();

    private final String url;

    MariaFixture() {
        this.url = SERVER.createDatabase();
    }

    /** Ends with the process. */
    private static MariaServer start() {
        return MariaServer.start();
    }

    String url() {
        return url;
    }

    Database open() {
        return Databases.open(new DatabaseSettings("app", url, null, null, null, 8));
    }

    void run(String... statements) {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column, as text. */
    List<@Nullable String> list(String query) {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            List<@Nullable String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    String text(String query) {
        return String.valueOf(list(query).get(0));
    }

    long number(String query) {
        return Long.parseLong(text(query));
    }
}
