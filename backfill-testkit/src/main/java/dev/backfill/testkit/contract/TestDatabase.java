package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.sql.Databases;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One empty database as a test's author sees it: plain JDBC, past the engine. Thread-safe. */
record TestDatabase(String url) {
    /** The same as the engine sees it, its own tables in the current schema. */
    Database open(String name) {
        return open(name, url, null);
    }

    static Database open(String name, String url, @Nullable String schema) {
        return Databases.open(new DatabaseSettings(name, url, null, null, schema, 8));
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
        List<@Nullable String> values = list(query);
        assertThat(values).as(query).hasSize(1);
        return String.valueOf(values.get(0));
    }

    long number(String query) {
        return Long.parseLong(text(query));
    }

    /** Takes a copy of the table, to make the same change on it by plain SQL. */
    Oracle oracle(String table) {
        return new Oracle(this, table);
    }

    /** Each row with the transaction that wrote it: differs after any write whatever, also of equal values. */
    List<@Nullable String> versions(String table) {
        return list("SELECT x.xmin::text || ' ' || x.ctid::text || ' ' || x::text FROM " + table + " AS x ORDER BY 1");
    }
}
