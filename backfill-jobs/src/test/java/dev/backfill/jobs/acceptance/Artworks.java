package dev.backfill.jobs.acceptance;

import dev.backfill.testkit.PostgresServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** The collection in a PostgreSQL of its own. */
final class Artworks implements AutoCloseable {
    private final PostgresServer server = PostgresServer.start();
    private final String url = server.createDatabase();

    /** @return how many rows there are */
    long load(TateFile file) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                InputStream csv = file.open()) {
            statement.execute(resource("artworks-table.sql"));
            long rows = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(resource("artworks-copy.sql"), csv);
            statement.execute("ANALYZE artworks");
            return rows;
        }
    }

    String url() {
        return url;
    }

    /** How the sizes compare with what plain SQL makes of the text. */
    record SizeOracle(long compared, long sized, long different) {}

    SizeOracle compareSizes() throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(resource("dimensions-oracle.sql"))) {
            row.next();
            return new SizeOracle(row.getLong("compared"), row.getLong("sized"), row.getLong("different"));
        }
    }

    Map<String, @Nullable String> familyNames() throws SQLException {
        Map<String, @Nullable String> names = new HashMap<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, artist_family_name FROM artworks")) {
            while (rows.next()) {
                names.put(rows.getString(1), rows.getString(2));
            }
        }
        return names;
    }

    /** Rows that have a value in the column. */
    long filled(String column) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(" + column + ") FROM artworks")) {
            row.next();
            return row.getLong(1);
        }
    }

    static String resource(String name) throws IOException {
        try (InputStream in = Artworks.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("not among the test resources: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
