package dev.backfill.testkit;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.sql.Databases;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One MariaDB or MySQL for all tests of the process, and an empty database on it. */
final class MariaFixture {
    private static final Map<Product, DatabaseServer> SERVERS = new EnumMap<>(Product.class);
    private static final Map<Product, WithoutJsonTables> PROXIES = new EnumMap<>(Product.class);

    private final Product product;
    private final String url;

    MariaFixture(Product product) {
        this.product = product;
        this.url = server(product).createDatabase();
    }

    enum Product {
        MARIADB("MariaDB"),
        MYSQL("MySQL");

        final String name;

        Product(String name) {
            this.name = name;
        }
    }

    /** Ends with the process. */
    private static synchronized DatabaseServer server(Product product) {
        return SERVERS.computeIfAbsent(product, wanted -> switch (wanted) {
            case MARIADB -> MariaServer.start();
            case MYSQL -> MySqlServer.start();
        });
    }

    private static synchronized WithoutJsonTables proxy(Product product) {
        return PROXIES.computeIfAbsent(product, wanted -> WithoutJsonTables.before(server(wanted)));
    }

    Product product() {
        return product;
    }

    String url() {
        return url;
    }

    Database open() {
        return open(url, 8);
    }

    /** The same by a proxy that does not know JSON_TABLE. */
    Database openWithoutJsonTables() {
        return open(proxy(product).through(url), 8);
    }

    /**
     * @param connections that it may have
     */
    Database open(String address, int connections) {
        return Databases.open(new DatabaseSettings("app", address, null, null, null, connections));
    }

    /** What FROM takes: rows of one column {@code seq}, from 1 on, at most 1000. */
    String numbers(int rows) {
        return product == Product.MARIADB
                ? "seq_1_to_" + rows
                : "(WITH RECURSIVE q (seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM q WHERE seq < " + rows
                        + ") SELECT seq FROM q) AS s";
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

    byte[] bytes(String query) {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getBytes(1);
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
