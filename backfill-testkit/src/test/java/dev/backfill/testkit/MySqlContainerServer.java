package dev.backfill.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.mysql.MySQLContainer;
import org.testcontainers.utility.DockerImageName;

/** MySQL in a container, from the image that the environment names, as it comes: with a binary log, a password, TLS. */
public final class MySqlContainerServer implements DatabaseServer {
    private static final String IMAGE = "BACKFILL_TEST_MYSQL_IMAGE";

    private final MySQLContainer container;
    private final HandedOut databases = HandedOut.onMaria();

    private MySqlContainerServer(MySQLContainer container) {
        this.container = container;
    }

    /** Starts the container; skips the test, saying why, on a machine that has no engine or no image. */
    public static MySqlContainerServer start() {
        Optional<String> image = Optional.ofNullable(System.getenv(IMAGE)).filter(name -> !name.isBlank());
        assumeTrue(image.isPresent(), IMAGE + " does not name an image");
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "No Docker engine answers");
        var container = new MySQLContainer(DockerImageName.parse(image.get()).asCompatibleSubstituteFor("mysql"))
                .withUsername("root")
                .withPassword("secret")
                // what it commits outlives its process, not the machine's
                .withCommand(
                        "mysqld",
                        "--innodb-flush-log-at-trx-commit=2",
                        "--innodb-flush-method=nosync",
                        "--sync-binlog=0",
                        // functions that the contract tries out say nothing of what they do
                        "--log-bin-trust-function-creators=ON",
                        // a test that polls opens a pool each time, and none gives its connection back for a minute
                        "--max-connections=1000");
        container.start();
        return new MySqlContainerServer(container);
    }

    @Override
    public String createDatabase() {
        return url(databases.create(url(container.getDatabaseName())));
    }

    @Override
    public void dropDatabases() {
        databases.drop(url(container.getDatabaseName()));
    }

    private String url(String database) {
        return "jdbc:mysql://127.0.0.1:" + container.getMappedPort(MySQLContainer.MYSQL_PORT) + "/" + database
                + "?user=" + container.getUsername() + "&password=" + container.getPassword();
    }

    @Override
    public void close() {
        container.close();
    }
}
