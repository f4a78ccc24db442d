package dev.backfill.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.commons.io.FileUtils;

/**
 * A MySQL server of this process's own, on a free port of 127.0.0.1, user {@code root} with all privileges, no password.
 * It does not flush to disk: what it committed outlives its process, not the machine's. Needs Linux on x86-64,
 * {@code tar}, and Debian's package {@code libaio1}. Creating databases is thread-safe; close belongs to one thread.
 */
public final class MySqlServer implements DatabaseServer {
    private static final String ARCHIVE = "/mysql-Linux-amd64.tar.gz";
    private static final long SECONDS_TO_START = 120;
    private static final long SECONDS_TO_STOP = 30;

    /** One statement a line. Names of hosts are not resolved, so that localhost is nobody who comes over the network. */
    private static final String LET_IN =
            """
            CREATE USER 'root'@'127.0.0.1' IDENTIFIED BY '';
            GRANT ALL PRIVILEGES ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;
            """;

    private final Process server;
    private final Path home;
    private final int port;
    private final HandedOut databases = HandedOut.onMaria();

    private MySqlServer(Process server, Path home, int port) {
        this.server = server;
        this.home = home;
        this.port = port;
    }

    /**
     * Starts a server.
     *
     * @param options more of its own options, such as {@code --log-bin}
     */
    public static MySqlServer start(String... options) {
        try {
            // short: a socket's path may not be long
            Path home = Files.createTempDirectory("mysql");
            unpack(home);
            Files.createDirectory(home.resolve("tmp"));
            Path letIn = Files.writeString(home.resolve("init.sql"), LET_IN);
            wait(run(home, "--initialize-insecure"), home);
            int port = freePort();
            List<String> arguments = new ArrayList<>(List.of(
                    "--port=" + port,
                    "--bind-address=127.0.0.1",
                    "--skip-name-resolve",
                    "--mysqlx=OFF",
                    "--skip-log-bin",
                    "--socket=" + home.resolve("sock"),
                    "--pid-file=" + home.resolve("pid"),
                    "--init-file=" + letIn,
                    "--innodb-flush-log-at-trx-commit=2",
                    "--innodb-flush-method=nosync",
                    "--innodb-buffer-pool-size=128M",
                    // a test that polls opens a pool each time, and none gives its connection back for a minute
                    "--max-connections=1000"));
            arguments.addAll(List.of(options));
            MySqlServer server = new MySqlServer(run(home, arguments.toArray(String[]::new)), home, port);
            server.awaitAnswer();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded MySQL did not start", e);
        }
    }

    private static void unpack(Path home) throws IOException {
        Process tar = new ProcessBuilder("tar", "-xz", "-C", home.toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("tar.log").toFile())
                .start();
        try (InputStream archive = MySqlServer.class.getResourceAsStream(ARCHIVE);
                var input = tar.getOutputStream()) {
            if (archive == null) {
                throw new IllegalStateException("there is no " + ARCHIVE + " on the class path");
            }
            archive.transferTo(input);
        }
        wait(tar, home);
    }

    private static Process run(Path home, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                home.resolve("bin/mysqld").toString(),
                "--no-defaults",
                "--user=root",
                "--basedir=" + home,
                "--datadir=" + home.resolve("data"),
                "--tmpdir=" + home.resolve("tmp")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(home)));
        // it brings libraries that no system has any more
        builder.environment().put("LD_LIBRARY_PATH", home.resolve("bin").toString());
        return builder.start();
    }

    private static java.io.File log(Path home) {
        return home.resolve("server.log").toFile();
    }

    private static void wait(Process process, Path home) throws IOException {
        try {
            if (!process.waitFor(SECONDS_TO_START, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException("The embedded MySQL could not be set up: " + said(home));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while MySQL was set up", e);
        }
    }

    private static String said(Path home) throws IOException {
        return Files.exists(log(home).toPath()) ? Files.readString(log(home).toPath()) : "";
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitAnswer() throws IOException {
        // nobody closes a server that is there for all tests of a process
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_START);
        while (true) {
            try {
                DriverManager.getConnection(url("")).close();
                return;
            } catch (SQLException e) {
                if (!server.isAlive() || System.nanoTime() > deadline) {
                    server.destroyForcibly();
                    throw new IllegalStateException("The embedded MySQL does not answer: " + said(home), e);
                }
                LockSupport.parkNanos(100_000_000);
            }
        }
    }

    @Override
    public String createDatabase() {
        return url(databases.create(url("")));
    }

    @Override
    public void dropDatabases() {
        databases.drop(url(""));
    }

    private String url(String name) {
        return "jdbc:mysql://127.0.0.1:" + port + "/" + name + "?user=root&sslMode=DISABLED";
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return port;
    }

    private void kill() {
        server.destroyForcibly().onExit().join();
        FileUtils.deleteQuietly(home.toFile());
    }

    @Override
    public void close() {
        server.destroy();
        try {
            if (!server.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                server.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            server.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        FileUtils.deleteQuietly(home.toFile());
    }
}
