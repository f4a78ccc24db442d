package dev.backfill.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.backfill.jobs.cli.CommandLines;
import dev.backfill.testkit.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real run tells a receiver of its states, and how far it has told is in the control database. */
class WebhooksDatabaseTest {
    private static final String SECRET = "T0K3N-in-the-path";

    @TempDir
    Path folder;

    private final List<String> bodies = new CopyOnWriteArrayList<>();

    @Test
    void tellsEveryStateOnce() throws IOException, SQLException {
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        receiver.start();
        try (PostgresServer server = PostgresServer.start()) {
            String url = server.createDatabase();
            prepare(url, receiver.getAddress().getPort());

            CommandLines.Outcome run = type("run", "numbers", "--execute");

            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out() + run.err()).doesNotContain(SECRET);
            assertThat(bodies)
                    .filteredOn(body -> body.contains("PLANNED → RUNNING"))
                    .hasSize(1);
            assertThat(bodies)
                    .filteredOn(body -> body.contains("VERIFYING → SUCCEEDED"))
                    .hasSize(1);
            try (var connection = DriverManager.getConnection(url);
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery(
                            "SELECT d.receiver, d.event_no = (SELECT max(event_no) FROM backfill_event)"
                                    + " FROM backfill_delivery d")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("chat");
                assertThat(rows.getBoolean(2)).isTrue();
                assertThat(rows.next()).isFalse();
            }
        } finally {
            receiver.stop(0);
        }
    }

    private void prepare(String url, int port) throws IOException, SQLException {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE numbers (id bigint PRIMARY KEY, n bigint NOT NULL)");
            statement.execute("INSERT INTO numbers SELECT i, 0 FROM generate_series(1, 500) AS i");
        }
        Files.writeString(
                folder.resolve("backfill.yaml"),
                """
                backfill:
                  databases:
                    app: { url: "%s" }
                  webhooks:
                    chat: { url: "http://127.0.0.1:%d/%s" }
                """
                        .formatted(url, port, SECRET));
        Files.writeString(
                Files.createDirectories(folder.resolve("backfills")).resolve("numbers.yaml"),
                """
                name: numbers
                database: app
                table: numbers
                set: { n: n + 1 }
                """);
    }

    private CommandLines.Outcome type(String... words) {
        List<String> arguments = new java.util.ArrayList<>(
                List.of("--config", folder.resolve("backfill.yaml").toString(), "-o", "json"));
        arguments.addAll(List.of(words));
        return CommandLines.type(List.of(), arguments.toArray(String[]::new));
    }
}
