package dev.backfill.testkit;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A streaming hot standby of a running PostgreSQL server on this machine, on a free port of 127.0.0.1: the same users and
 * databases, read-only. Its replay can be held and let go. Used by one thread.
 */
public final class Standby implements AutoCloseable {
    private static final long SECONDS_TO_START = 60;
    private static final Duration TIME_TO_CATCH_UP = Duration.ofSeconds(60);
    private final String primary;
    private final Path home;
    private final Path data;
    private final int port;
    private final Postmaster postmaster;

    private Standby(String primary, Path home, Path data, int port) {
        this.primary = primary;
        this.home = home;
        this.data = data;
        this.port = port;
        this.postmaster = new Postmaster(data);
    }

    /**
     * Copies the primary's data while it works, as pg_basebackup would, and starts a standby on the copy. Returns when it
     * streams.
     *
     * @param primary JDBC address of any database of the primary, complete with a superuser; it must let that user
     *     replicate without a password, as {@link PostgresServer} does
     * @param name under which the primary sees it, in letters, digits and underscores
     */
    public static Standby of(String primary, String name) {
        try (Connection connection = DriverManager.getConnection(primary)) {
            Path source = Path.of(text(connection, "SHOW data_directory"));
            int primaryPort = Integer.parseInt(text(connection, "SHOW port"));
            String user = text(connection, "SELECT current_user");
            Path home = Files.createTempDirectory("backfill-standby");
            Path data = home.resolve("data");
            DataCopy.whileServing(connection, source, data);
            Files.createFile(data.resolve("standby.signal"));
            int port = freePort();
            Files.writeString(
                    data.resolve("postgresql.auto.conf"),
                    "\nprimary_conninfo = 'host=127.0.0.1 port=" + primaryPort + " user=" + user + " application_name="
                            + name + "'\nhot_standby = on\n",
                    StandardOpenOption.APPEND);
            Standby standby = new Standby(primary, home, data, port);
            standby.start(new Postmaster(source));
            standby.awaitCaughtUp();
            return standby;
        } catch (IOException e) {
            throw new UncheckedIOException("The standby could not be made", e);
        } catch (SQLException e) {
            throw new IllegalStateException("The standby could not be made", e);
        }
    }

    private void start(Postmaster primaryServer) {
        run(
                primaryServer,
                "-o",
                "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories='" + home
                        + "' -c max_connections=" + setting("max_connections") + " -c max_wal_senders="
                        + setting("max_wal_senders") + " -c fsync=" + setting("fsync"),
                "-l",
                home.resolve("server.log").toString(),
                "-t",
                Long.toString(SECONDS_TO_START),
                "-w",
                "start");
    }

    private void run(Postmaster binaries, String... arguments) {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            // PostgreSQL refuses to run as root.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(binaries.control(), "-D", data.toString()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("control.out").toFile())
                    .start();
            if (!process.waitFor(2 * SECONDS_TO_START, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "The standby does not obey; see " + home.resolve("server.log") + " and control.out beside it");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the standby was started or stopped", e);
        }
    }

    /** JDBC address of the primary's database of this name, on the standby. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
    }

    public int port() {
        return port;
    }

    /** Holds the replay: what arrives from now on is kept and not yet visible. */
    public void pauseReplay() {
        onStandby("SELECT pg_wal_replay_pause()");
        long until = deadline();
        while (!onStandby("SELECT pg_is_wal_replay_paused()").equals("t")) {
            passOrFail(until, "still replays");
        }
    }

    /** Lets the replay go on. */
    public void resumeReplay() {
        onStandby("SELECT pg_wal_replay_resume()");
    }

    /** Waits until all that the primary has written by now is visible here. */
    public void awaitCaughtUp() {
        String written = onPrimary("SELECT pg_current_wal_lsn()");
        long until = deadline();
        while (!onStandby("SELECT pg_last_wal_replay_lsn() >= '" + written + "'::pg_lsn")
                .equals("t")) {
            passOrFail(until, "has not caught up");
        }
    }

    private String setting(String name) {
        return onPrimary("SHOW " + name);
    }

    private String onPrimary(String sql) {
        return on(primary, sql);
    }

    private String onStandby(String sql) {
        return on(url("postgres"), sql);
    }

    private static String on(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url)) {
            return text(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException("A server does not answer: " + sql, e);
        }
    }

    static String text(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    private static long deadline() {
        return System.nanoTime() + TIME_TO_CATCH_UP.toNanos();
    }

    private static void passOrFail(long until, String what) {
        if (System.nanoTime() > until) {
            throw new IllegalStateException("The standby " + what);
        }
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the standby", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Stops the standby and removes its data. */
    @Override
    public void close() {
        run(postmaster, "-m", "immediate", "-w", "stop");
        try (var files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
