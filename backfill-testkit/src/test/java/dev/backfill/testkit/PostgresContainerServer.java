package dev.backfill.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** PostgreSQL in a container, from the image that the environment names. */
public final class PostgresContainerServer implements DatabaseServer {
    private static final String IMAGE = "BACKFILL_TEST_POSTGRES_IMAGE";

    private final PostgreSQLContainer container;
    private final HandedOut databases = HandedOut.onPostgres();

    private PostgresContainerServer(PostgreSQLContainer container) {
        this.container = container;
    }

    /** Starts the container; skips the test, saying why, on a machine that has no engine or no image. */
    public static PostgresContainerServer start() {
        Optional<String> image = Optional.ofNullable(System.getenv(IMAGE)).filter(name -> !name.isBlank());
        assumeTrue(image.isPresent(), IMAGE + " does not name an image");
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "No Docker engine answers");
        var container = new PostgreSQLContainer(
                        DockerImageName.parse(image.get()).asCompatibleSubstituteFor("postgres"))
                .withUsername("postgres")
                .withPassword("secret");
        container.start();
        return new PostgresContainerServer(container);
    }

    @Override
    public String createDatabase() {
        return url(databases.create(administering()));
    }

    @Override
    public void dropDatabases() {
        databases.drop(administering());
    }

    /** Under a name of the engine's, so that no guard takes it for the application. */
    private String administering() {
        return url(container.getDatabaseName()) + "&ApplicationName=backfill-test";
    }

    private String url(String database) {
        int port = container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT);
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=" + container.getUsername()
                + "&password=" + container.getPassword();
    }

    @Override
    public void close() {
        container.close();
    }
}
