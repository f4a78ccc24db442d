package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.sql.Databases;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One empty database as a test's author sees it: plain JDBC, past the engine. Thread-safe. */
record TestDatabase(String url, TestDialect dialect, IdleConnections observers) {
    private TestDatabase(String url, TestDialect dialect) {
        this(url, dialect, IdleConnections.none(url));
    }

    /** The same as the engine sees it, its own tables in the current schema. */
    Database open(String name) {
        return open(name, null);
    }

    Database open(String name, @Nullable String schema) {
        return Databases.open(new DatabaseSettings(name, url, null, null, schema, 8));
    }

    /** The same database for another user. */
    TestDatabase as(String user, String password) {
        String other = url.replaceFirst("user=[^&]*", "user=" + user).replaceFirst("&password=.*", "");
        return new TestDatabase(other + "&password=" + password, dialect);
    }

    /** One that is not there, on the same server. */
    TestDatabase missing() {
        return new TestDatabase(url.replaceFirst("/[^/?]*\\?", "/gone?"), dialect);
    }

    /** One where nobody listens. */
    TestDatabase unreachable() {
        String nobody = url.replaceFirst(":\\d+/", ":1/");
        return nobody.equals(url) ? missing() : new TestDatabase(nobody, dialect);
    }

    /** Where its control data is. */
    TestDatabase control() {
        return new TestDatabase(dialect.controlOf(url), dialect);
    }

    Connection connect() throws SQLException {
        return connect(url);
    }

    private Connection connect(String address) throws SQLException {
        Connection connection = DriverManager.getConnection(address);
        try (var statement = connection.createStatement()) {
            for (String sql : dialect.greeting()) {
                statement.execute(sql);
            }
        }
        return connection;
    }

    void run(String... statements) {
        run(List.of(statements));
    }

    void run(List<String> statements) {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(dialect.spoken(sql));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes a table and fills it with values that are expressions over {@code n}, from 1 to the number of rows. */
    void create(String table, String columns, int rows, String values) {
        run(
                "CREATE TABLE " + table + " (" + columns + ")",
                "INSERT INTO " + table + " SELECT " + values + " FROM " + dialect.numbers(rows));
    }

    /** What is made of a query's rows. */
    private interface Reading<T> {
        T of(ResultSet rows) throws SQLException;
    }

    private <T> T read(String query, Reading<T> reading) {
        try {
            Connection connection = observers.take(this::connect);
            boolean whole = false;
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery(query)) {
                T answer = reading.of(rows);
                whole = true;
                return answer;
            } finally {
                observers.giveBack(connection, whole);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column, as text. */
    List<@Nullable String> list(String query) {
        return read(query, rows -> {
            List<@Nullable String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        });
    }

    String text(String query) {
        List<@Nullable String> values = list(query);
        assertThat(values).as(query).hasSize(1);
        return String.valueOf(values.get(0));
    }

    long number(String query) {
        return Long.parseLong(text(query));
    }

    /** Names of the tables, in order. */
    List<String> tables() {
        return tables(schema());
    }

    List<String> tables(String schema) {
        return list(dialect.tables("'" + schema + "'")).stream()
                .map(String::valueOf)
                .sorted()
                .toList();
    }

    String schema() {
        return text("SELECT " + dialect.currentSchema());
    }

    List<String> columns(String table) {
        return read("SELECT * FROM " + table + " WHERE 1 = 0", rows -> {
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                names.add(rows.getMetaData().getColumnName(i));
            }
            return names;
        });
    }

    /** All that is in a table, in no order. */
    List<String> cells(String table) {
        return read("SELECT * FROM " + table, rows -> {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    values.add(Objects.requireNonNullElse(rows.getString(i), ""));
                }
            }
            return values;
        });
    }

    /** Takes a copy of the table, to make the same change on it by plain SQL. */
    Oracle oracle(String table) {
        return new Oracle(this, table);
    }

    /** Each row with the transaction that wrote it: differs after any write that the database lets one see. */
    List<@Nullable String> versions(String table) {
        return versions(table, "1 = 1");
    }

    List<@Nullable String> versions(String table, String where) {
        return list("SELECT " + dialect.version("x", columns(table)) + " FROM " + table + " AS x WHERE " + where
                + " ORDER BY 1");
    }
}
