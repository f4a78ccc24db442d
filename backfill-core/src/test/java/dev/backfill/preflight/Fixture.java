package dev.backfill.preflight;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.sql.Databases;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.Source;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A real PostgreSQL, one for all tests of the process, and a table to backfill. */
public final class Fixture {
    private static final EmbeddedPostgres SERVER = start();

    private Fixture() {}

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofMinutes(2))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Database open() {
        return open("postgres");
    }

    public static Database open(String user) {
        return Databases.open(
                new DatabaseSettings("app", SERVER.getJdbcUrl(user, "postgres"), user, "postgres", "public", 4));
    }

    public static Connection connect() throws SQLException {
        return DriverManager.getConnection(SERVER.getJdbcUrl("postgres", "postgres"));
    }

    public static void sql(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String one(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A fresh table {@code users} with an empty column to fill, and its statistics. */
    public static void users(int rows) {
        sql(
                "DROP TABLE IF EXISTS users CASCADE",
                "CREATE TABLE users (id bigint PRIMARY KEY, full_name text, first_name text, visits int NOT NULL,"
                        + " org int)",
                "INSERT INTO users SELECT i, 'First' || i || ' Last', NULL, i % 7, 1 FROM generate_series(1, " + rows
                        + ") AS i",
                "ANALYZE users");
    }

    /** Fills {@code first_name} from {@code full_name}, in rows where it is NULL. */
    public static Backfill.Builder fill() {
        return set(Map.of("first_name", "split_part(full_name, ' ', 1)")).where("first_name IS NULL");
    }

    public static Backfill.Builder set(Map<String, String> expressions) {
        return work(new Work.Set(expressions));
    }

    public static Backfill.Builder work(Work work) {
        Map<String, Integer> lines = new LinkedHashMap<>();
        lines.put("table", 3);
        lines.put("key", 4);
        lines.put("where", 5);
        lines.put("set", 6);
        lines.put("set.first_name", 7);
        lines.put("set.visits", 8);
        lines.put("transform", 9);
        lines.put("verify.0", 10);
        return Backfill.builder("users-fill", "app", new TableName(null, "users"), work)
                .source(new Source("users.yaml", lines));
    }
}
