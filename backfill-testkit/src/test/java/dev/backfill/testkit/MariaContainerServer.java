package dev.backfill.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.mariadb.MariaDBContainer;
import org.testcontainers.utility.DockerImageName;

/** MariaDB in a container, from the image that the environment names. */
public final class MariaContainerServer implements DatabaseServer {
    private static final String IMAGE = "BACKFILL_TEST_MARIADB_IMAGE";
    private static final int PORT = 3306;

    private final MariaDBContainer container;
    private final HandedOut databases = HandedOut.onMaria();

    private MariaContainerServer(MariaDBContainer container) {
        this.container = container;
    }

    /** Starts the container; skips the test, saying why, on a machine that has no engine or no image. */
    public static MariaContainerServer start() {
        return start(container -> {});
    }

    /**
     * @param settings of the container
     * @param options of the server
     */
    static MariaContainerServer start(Consumer<MariaDBContainer> settings, String... options) {
        String image = assumeThereAreContainers();
        List<String> command = new ArrayList<>(List.of(
                // what it commits outlives its process, not the machine's
                "mariadbd", "--innodb-flush-log-at-trx-commit=2", "--innodb-flush-method=nosync"));
        command.addAll(List.of(options));
        var container = new MariaDBContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("mariadb"))
                .withUsername("root")
                .withPassword("secret")
                .withCommand(command.toArray(String[]::new));
        settings.accept(container);
        container.start();
        return new MariaContainerServer(container);
    }

    /** Names the image. */
    static String assumeThereAreContainers() {
        Optional<String> image = Optional.ofNullable(System.getenv(IMAGE)).filter(name -> !name.isBlank());
        assumeTrue(image.isPresent(), IMAGE + " does not name an image");
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "No Docker engine answers");
        return image.get();
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
        return "jdbc:mariadb://127.0.0.1:" + container.getMappedPort(PORT) + "/" + database + "?user="
                + container.getUsername() + "&password=" + container.getPassword();
    }

    @Override
    public void close() {
        container.close();
    }
}
