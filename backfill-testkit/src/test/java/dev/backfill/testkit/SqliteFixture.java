package dev.backfill.testkit;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.sql.Databases;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An empty SQLite file, as the application sees it. */
final class SqliteFixture implements AutoCloseable {
    private final SqliteServer files;
    private final String url;

    SqliteFixture(String journal) {
        this.files = SqliteServer.start(journal);
        this.url = files.createDatabase();
    }

    String url() {
        return url;
    }

    /** The path of the file. */
    String path() {
        return url.replaceFirst("^jdbc:sqlite:", "").replaceFirst("\\?.*$", "");
    }

    Database open() {
        return Databases.open(new DatabaseSettings("app", url, null, null, null, 8));
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    void run(String... statements) {
        try (var connection = connect();
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
        try (var connection = connect();
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

    @Override
    public void close() {
        files.close();
    }
}
