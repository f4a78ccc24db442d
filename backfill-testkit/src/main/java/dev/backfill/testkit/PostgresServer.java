package dev.backfill.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A PostgreSQL server of this process's own, on a free port of 127.0.0.1, user {@code postgres}, no password. It can
 * be killed and started again on the same data and port. Creating databases is thread-safe; kill, restart and close
 * belong to one thread.
 */
public final class PostgresServer implements DatabaseServer {
    /** As long as on a busy machine. */
    private static final Duration START = Duration.ofMinutes(2);

    private final EmbeddedPostgres embedded;
    private final Postmaster postmaster;
    private final HandedOut databases = HandedOut.onPostgres();

    private PostgresServer(EmbeddedPostgres embedded, Path data) {
        this.embedded = embedded;
        this.postmaster = new Postmaster(data);
    }

    /** Starts a server that does not flush to disk: fast, and whatever it committed may be gone after {@link #kill}. */
    public static PostgresServer start() {
        return start(EmbeddedPostgres.builder());
    }

    /** Starts a server whose commits survive {@link #kill}, as in production; slower. */
    public static PostgresServer startDurable() {
        return start(EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on"));
    }

    /** Starts a server that knows when each of its transactions was committed: {@code pg_xact_commit_timestamp}. */
    public static PostgresServer startTimingCommits() {
        return start(EmbeddedPostgres.builder().setServerConfig("track_commit_timestamp", "on"));
    }

    private static PostgresServer start(EmbeddedPostgres.Builder builder) {
        try {
            EmbeddedPostgres embedded = builder.setPGStartupWait(START).start();
            return new PostgresServer(embedded, dataDirectory(embedded));
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL did not start", e);
        }
    }

    private static Path dataDirectory(EmbeddedPostgres embedded) {
        try (var connection = embedded.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SHOW data_directory")) {
            rows.next();
            return Path.of(rows.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException("The embedded PostgreSQL does not say where its data is", e);
        }
    }

    @Override
    public String createDatabase() {
        return url(databases.create(administering()));
    }

    /** Under a name of the engine's, so that no guard takes it for the application. */
    private String administering() {
        return url("postgres") + "&ApplicationName=backfill-test";
    }

    private String url(String name) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + name + "?user=postgres";
    }

    @Override
    public void dropDatabases() {
        databases.drop(administering());
    }

    /** Stays the same across {@link #kill} and {@link #restart}. */
    public int port() {
        return embedded.getPort();
    }

    /** SIGKILL to the server and each of its processes, as when the host dies. Returns when all are gone. */
    public void kill() {
        postmaster.kill();
    }

    /** Starts the killed server on its data, port and options. Returns when it accepts connections. */
    public void restart() {
        postmaster.restart();
    }

    @Override
    public void close() {
        try {
            embedded.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL did not stop", e);
        }
    }
}
