package dev.backfill.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.jobs.cli.CommandLines;
import dev.backfill.testkit.JavaProcess;
import dev.backfill.testkit.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus sees of a run that is killed, paused, taken over and resumed, all the while it looks. */
class MetricsFaultTest {
    private static final int ROWS = 30_000;
    private static final String RUN = "numbers-1";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final List<Map<String, Double>> last = new ArrayList<>();

    @Test
    void countersNeverGoBackAndEstimatesStaySane() throws Exception {
        try (PostgresServer server = PostgresServer.start()) {
            prepare(server.createDatabase());
            int port = freePort();
            String address = "127.0.0.1:" + port;
            killed(port, "run", "numbers", "--execute", "--rate", "1500", "--metrics-port", address);
            paused(port, "resume", RUN, "--take-over", "--metrics-port", address);
            killed(port, "resume", RUN, "--metrics-port", address);
            assertThat(type("tune", RUN, "--rate", "none", "--reason", "enough").code())
                    .isZero();
            ended(port, "resume", RUN, "--take-over", "--metrics-port", address);

            Map<String, Double> end = last.get(last.size() - 1);
            assertThat(rows(end)).isEqualTo(ROWS);
            assertThat(end.get("backfill_rows_total{backfill=\"numbers\",database=\"app\",outcome=\"changed\"}"))
                    .isEqualTo(ROWS);
            assertThat(end.get("backfill_run_state{backfill=\"numbers\",database=\"app\",state=\"SUCCEEDED\"}"))
                    .isOne();
            assertThat(end.keySet())
                    .as("what is left of a run that has ended")
                    .noneMatch(series -> series.startsWith("backfill_progress_ratio")
                            || series.startsWith("backfill_guard")
                            || series.startsWith("backfill_eta"))
                    .anyMatch(series -> series.startsWith("backfill_closed_timestamp_seconds"));
            assertThat(end.keySet()).noneMatch(series -> series.contains(RUN));
        }
    }

    private void killed(int port, String... words) throws InterruptedException {
        during(port, words, process -> process.kill());
    }

    private void paused(int port, String... words) throws InterruptedException {
        during(port, words, process -> {
            assertThat(type("pause", RUN, "--reason", "to see").code()).isZero();
            assertThat(process.awaitExit(PATIENCE)).isEqualTo(5);
        });
    }

    private void ended(int port, String... words) throws InterruptedException {
        try (JavaProcess process = start(words);
                Scraper scraper = new Scraper(port)) {
            assertThat(process.awaitExit(PATIENCE)).isZero();
            check(scraper.scrapes());
        }
    }

    private interface End {
        void of(JavaProcess process) throws InterruptedException;
    }

    /** Lets it commit something that was seen, and more, before its end. */
    private void during(int port, String[] words, End end) throws InterruptedException {
        double before = last.isEmpty() ? 0 : rows(last.get(last.size() - 1));
        try (JavaProcess process = start(words);
                Scraper scraper = new Scraper(port)) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (newest(scraper) <= before + 500) {
                assertThat(System.nanoTime())
                        .as(() -> String.join("\n", process.lines()))
                        .isLessThan(deadline);
                Thread.sleep(20);
            }
            end.of(process);
            check(scraper.scrapes());
        }
    }

    private static double newest(Scraper scraper) {
        List<Map<String, Double>> scrapes = scraper.scrapes();
        return scrapes.isEmpty() ? 0 : rows(scrapes.get(scrapes.size() - 1));
    }

    /** One process's scrapes, in order. */
    private void check(List<Map<String, Double>> scrapes) {
        assertThat(scrapes).hasSizeGreaterThan(5);
        if (!last.isEmpty()) {
            // seeded from the ledger before anybody could look
            assertThat(rows(scrapes.get(0))).isGreaterThanOrEqualTo(rows(last.get(last.size() - 1)));
        }
        Map<String, Double> before = Map.of();
        for (Map<String, Double> scrape : scrapes) {
            Map<String, Double> earlier = before;
            scrape.forEach((series, value) -> {
                assertThat(value).as(series).isNotNaN();
                if (counts(series)) {
                    assertThat(value).as(series).isGreaterThanOrEqualTo(earlier.getOrDefault(series, 0.0));
                }
                if (series.startsWith("backfill_progress_ratio")) {
                    assertThat(value).as(series).isBetween(0.0, 1.0);
                }
                if (series.startsWith("backfill_eta_seconds")) {
                    assertThat(value).as(series).isBetween(0.0, 1e9);
                }
            });
            before = scrape;
        }
        last.add(before);
    }

    private static boolean counts(String series) {
        return series.matches("backfill_\\w+_(total|count|sum|bucket)\\{.*");
    }

    private static double rows(Map<String, Double> scrape) {
        return scrape.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("backfill_rows_total{"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private void prepare(String url) throws IOException, SQLException {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE numbers (id bigint PRIMARY KEY, n bigint NOT NULL)");
            statement.execute("INSERT INTO numbers SELECT i, 0 FROM generate_series(1, " + ROWS + ") AS i");
            statement.execute("ANALYZE numbers");
        }
        Files.writeString(configuration(), "backfill:\n  databases:\n    app: { url: \"" + url + "\" }\n");
        Files.writeString(
                Files.createDirectories(folder.resolve("backfills")).resolve("numbers.yaml"),
                """
                name: numbers
                database: app
                table: numbers
                set: { n: n + 1 }
                """);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private CommandLines.Outcome type(String... words) {
        return CommandLines.type(List.of(), arguments(words));
    }

    private JavaProcess start(String... words) {
        return JavaProcess.start(Operator.Terminal.class, arguments(words));
    }

    private String[] arguments(String... words) {
        List<String> arguments =
                new ArrayList<>(List.of("--config", configuration().toString(), "-o", "json"));
        arguments.addAll(List.of(words));
        return arguments.toArray(String[]::new);
    }

    private Path configuration() {
        return folder.resolve("backfill.yaml");
    }
}
