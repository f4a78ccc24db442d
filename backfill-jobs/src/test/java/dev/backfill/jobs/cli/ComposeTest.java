package dev.backfill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What a machine without an image registry can say about the files that start everything. */
class ComposeTest {
    private static final Path ROOT =
            Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());

    @Test
    void everyServiceIsPinnedHealthyAndFindsItsFiles() throws IOException {
        Map<String, Map<String, Object>> services = services();

        assertThat(services)
                .containsOnlyKeys("postgres", "postgres-standby", "mariadb", "engine", "prometheus", "grafana");
        services.forEach((name, service) -> {
            // a name, perhaps one folder, a version; no host in front
            assertThat(String.valueOf(service.get("image"))).matches("([a-z]+/)?[a-z-]+:v?\\d+\\.\\d+(\\.\\d+)?");
            assertThat(service.containsKey("healthcheck") || name.equals("engine"))
                    .as(name + " has a health check")
                    .isTrue();
            for (Object port : list(service, "ports")) {
                assertThat(String.valueOf(port)).startsWith("127.0.0.1:");
            }
            for (Object volume : list(service, "volumes")) {
                String from = String.valueOf(volume).split(":", 2)[0];
                boolean ofTheUser = from.equals("./backfill.yaml") || from.equals("./backfills");
                if (from.startsWith("./") && !ofTheUser) {
                    assertThat(ROOT.resolve(from)).exists();
                }
            }
        });
    }

    @Test
    void theEngineMayDoLittle() throws IOException {
        Map<String, Object> engine = services().get("engine");

        assertThat(engine).containsEntry("read_only", true).containsEntry("cap_drop", List.of("ALL"));
        assertThat(Files.readString(ROOT.resolve("Dockerfile")))
                .contains("USER 10001:10001")
                .doesNotContain(":latest");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> services() throws IOException {
        Map<String, Object> document = new Yaml().load(Files.readString(ROOT.resolve("docker-compose.yml")));
        return (Map<String, Map<String, Object>>) Objects.requireNonNull(document.get("services"));
    }

    private static List<?> list(Map<String, Object> service, String name) {
        return service.get(name) instanceof List<?> list ? list : List.of();
    }
}
