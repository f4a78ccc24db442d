package dev.backfill.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.backfill.jobs.cli.CommandLines;
import dev.backfill.jobs.cli.CommandLines.Outcome;
import dev.backfill.jobs.cli.FiguresReceiver;
import dev.backfill.jobs.cli.FiguresReceiver.Arrival;
import dev.backfill.jobs.cli.OtlpFigures;
import dev.backfill.testkit.PostgresServer;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Real runs whose figures are sent to receivers that take them, refuse them, hang, or are not there. */
class MetricsPushDatabaseTest {
    private static final int ROWS = 6000;
    private static final String SECRET = "s3cret";
    private static final String GROUP = "/metrics/job/backfill/backfill/numbers/database/app";
    /** What the end may take longer, and a generous rest for a busy machine. */
    private static final Duration BOUND = Duration.ofSeconds(5 + 20);

    /** What is promised of every run, without what only some have. */
    private static final List<String> CONTRACT = List.of(
            "rows",
            "chunks",
            "chunk",
            "chunk_rows",
            "progress_ratio",
            "rows_estimated",
            "run_state",
            "throttled_seconds",
            "guard_value",
            "guard_limit",
            "retries",
            "dead_letters",
            "workers",
            "rate_limit_rows_per_second",
            "last_commit_timestamp_seconds",
            "verification_mismatches",
            "heartbeat_timestamp_seconds",
            "closed_timestamp_seconds");

    private static PostgresServer server;

    @TempDir
    Path folder;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private String url;

    /** How the figures leave. */
    enum Way {
        GATEWAY("--push-gateway", ""),
        OTLP("--otlp", "/v1/metrics");

        private final String option;
        private final String path;

        Way(String option, String path) {
            this.option = option;
            this.path = path;
        }

        String address(int port) {
            return "http://127.0.0.1:" + port + path;
        }
    }

    @BeforeAll
    static void startServer() throws IOException {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void prepare() throws IOException, SQLException {
        url = server.createDatabase();
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE numbers (id bigint PRIMARY KEY, n bigint NOT NULL)");
            statement.execute("INSERT INTO numbers SELECT i, 0 FROM generate_series(1, " + ROWS + ") AS i");
            statement.execute("ANALYZE numbers");
        }
        configure("");
        Files.writeString(
                Files.createDirectories(folder.resolve("backfills")).resolve("numbers.yaml"),
                """
                name: numbers
                database: app
                table: numbers
                set: { n: n + 1 }
                """);
        log.start();
        root().addAppender(log);
    }

    @AfterEach
    void stopListening() {
        root().detachAppender(log);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @Test
    void theGatewayHasTheRunAndThenItsEnd() throws IOException, SQLException {
        try (FiguresReceiver receiver = new FiguresReceiver()) {
            configure(
                    """
                      metrics:
                        push-gateway: { url: "%s", interval: 1s, username: ops, password: %s }
                    """
                            .formatted(Way.GATEWAY.address(receiver.port()), SECRET));

            succeeds(type("run", "numbers", "--execute", "--rate", "1000"));

            List<Arrival> arrivals = receiver.arrivals();
            assertThat(arrivals).hasSizeGreaterThan(2).allSatisfy(arrival -> {
                assertThat(arrival.method()).isEqualTo("PUT");
                assertThat(arrival.path()).isEqualTo(GROUP);
                assertThat(arrival.type()).startsWith("text/plain; version=0.0.4");
                assertThat(arrival.authorization())
                        .hasValue("Basic "
                                + Base64.getEncoder()
                                        .encodeToString(("ops:" + SECRET).getBytes(StandardCharsets.UTF_8)));
            });
            assertThat(receiver.mostAtOnce()).isOne();
            String all = arrivals.stream()
                    .map(arrival -> arrival.body().toStringUtf8())
                    .collect(Collectors.joining());
            assertThat(CONTRACT)
                    .allSatisfy(name -> assertThat(all).containsPattern("(?m)^backfill_" + name + "(_\\w+)?\\{"));
            assertThat(lines(arrivals.get(0)))
                    .as("while it goes on")
                    .contains(series("run_state", "state=\"RUNNING\"") + " 1.0")
                    .anyMatch(line -> line.startsWith("backfill_heartbeat_timestamp_seconds{"));
            assertThat(lines(arrivals.get(arrivals.size() - 1)))
                    .as("the end")
                    .contains(
                            series("rows_total", "outcome=\"changed\"") + " " + (double) ROWS,
                            series("run_state", "state=\"SUCCEEDED\"") + " 1.0",
                            series("verification_state", "state=\"PASSED\"") + " 1.0")
                    .anyMatch(line -> line.startsWith("backfill_closed_timestamp_seconds{"))
                    .anyMatch(line -> line.startsWith("hikaricp_connections{"))
                    .noneMatch(line -> line.startsWith("backfill_heartbeat")
                            || line.startsWith("backfill_progress")
                            || line.contains("RUNNING"))
                    .noneMatch(line -> line.contains("numbers-1"));
            assertThat(warnings()).isEmpty();
        }
    }

    @Test
    void openTelemetryHasTheRunAndThenItsEnd() throws IOException, SQLException {
        try (FiguresReceiver receiver = new FiguresReceiver()) {
            configure(
                    """
                      metrics:
                        otlp: { url: "%s", interval: 1s, headers: { Authorization: Bearer %s } }
                    """
                            .formatted(Way.OTLP.address(receiver.port()), SECRET));

            succeeds(type("run", "numbers", "--execute", "--rate", "2000"));

            List<Arrival> arrivals = receiver.arrivals();
            assertThat(arrivals).hasSizeGreaterThan(1).allSatisfy(arrival -> {
                assertThat(arrival.method()).isEqualTo("POST");
                assertThat(arrival.path()).isEqualTo("/v1/metrics");
                assertThat(arrival.type()).isEqualTo("application/x-protobuf");
                assertThat(arrival.authorization()).hasValue("Bearer " + SECRET);
                assertThat(OtlpFigures.resource(arrival.body()))
                        .containsEntry("service.name", "backfill")
                        .containsEntry("service.instance.id", "numbers@app");
                assertThat(arrival.body().toString(StandardCharsets.ISO_8859_1)).doesNotContain("numbers-1");
            });
            assertThat(receiver.mostAtOnce()).isOne();
            Set<String> names = new TreeSet<>();
            for (Arrival arrival : arrivals) {
                names.addAll(OtlpFigures.of(arrival.body()).keySet());
            }
            assertThat(names)
                    .contains(CONTRACT.stream()
                            .map(name -> "backfill." + name.replace('_', '.'))
                            .toArray(String[]::new));

            Map<String, Metric> end =
                    OtlpFigures.of(arrivals.get(arrivals.size() - 1).body());
            assertThat(OtlpFigures.value(end.get("backfill.rows"), "outcome", "changed"))
                    .isEqualTo(ROWS);
            assertThat(OtlpFigures.value(end.get("backfill.run.state"), "state", "SUCCEEDED"))
                    .isOne();
            assertThat(end.keySet())
                    .contains("backfill.closed.timestamp.seconds", "hikaricp.connections")
                    .doesNotContain("backfill.heartbeat.timestamp.seconds", "backfill.progress.ratio");
            assertThat(warnings()).isEmpty();
        }
    }

    /** One process after another: the group is the backfill's, and its counters go on. */
    @Test
    void aResumeGoesOnInTheSameGroup() throws Exception {
        try (FiguresReceiver receiver = new FiguresReceiver()) {
            String address = Way.GATEWAY.address(receiver.port());
            Outcome canary = type("run", "numbers", "--execute", "--canary", "50%", "--push-gateway", address);
            assertThat(canary.code()).as(canary.err()).isEqualTo(5);
            List<Arrival> before = receiver.arrivals();
            assertThat(lines(before.get(before.size() - 1))).contains(series("run_state", "state=\"PAUSED\"") + " 1.0");
            double half = value(before.get(before.size() - 1), series("rows_total", "outcome=\"changed\""));
            assertThat(half).isBetween(ROWS * 0.4, ROWS * 0.6);

            succeeds(type("resume", "numbers-1", "--push-gateway", address));

            List<Arrival> all = receiver.arrivals();
            assertThat(all).extracting(Arrival::path).containsOnly(GROUP);
            for (Arrival arrival : all.subList(before.size(), all.size())) {
                assertThat(value(arrival, series("rows_total", "outcome=\"changed\"")))
                        .as("seeded from the ledger before anybody was told")
                        .isGreaterThanOrEqualTo(half);
            }
            assertThat(value(all.get(all.size() - 1), series("rows_total", "outcome=\"changed\"")))
                    .isEqualTo(ROWS);
        }
    }

    @Test
    void whoIsRefusedDoesNotSpeakForOthers() throws Exception {
        try (FiguresReceiver receiver = new FiguresReceiver()) {
            configure(
                    """
                      metrics:
                        push-gateway: { url: "%s" }
                        otlp: { url: "%s" }
                    """
                            .formatted(Way.GATEWAY.address(receiver.port()), Way.OTLP.address(receiver.port())));
            assertThat(type("run", "numbers").code()).as("a dry run").isZero();
            assertThat(type("stop-all", "--reason", "fire").code()).isZero();
            assertThat(type("run", "numbers", "--execute").code()).isEqualTo(3);

            assertThat(receiver.arrivals()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneThatAnswersWithAnErrorIsReportedOnce(Way way) throws Exception {
        try (FiguresReceiver receiver = new FiguresReceiver()) {
            receiver.status = 500;
            configure(
                    """
                      metrics:
                        %s: { url: "%s", interval: 1s }
                    """
                            .formatted(way.option.substring(2), way.address(receiver.port())));

            succeeds(type("run", "numbers", "--execute", "--rate", "1000"));

            assertThat(receiver.arrivals()).hasSizeGreaterThan(2);
            assertThat(warnings()).singleElement().asString().contains("it answers 500");
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneThatHangsIsReportedOnceAndHoldsUpNothing(Way way) throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Duration without = lasting(() -> succeeds(type("run", "numbers", "--execute")));

            Duration with = lasting(
                    () -> succeeds(type("run", "numbers", "--execute", way.option, way.address(deaf.getLocalPort()))));

            assertThat(with.minus(without)).isLessThan(BOUND);
            assertThat(warnings()).singleElement().asString().contains("does not take the metrics");
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneThatIsNotThereIsReportedOnce(Way way) throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }

        succeeds(type("run", "numbers", "--execute", way.option, way.address(nobody)));

        assertThat(warnings()).singleElement().asString().contains("it cannot be reached");
    }

    private void succeeds(Outcome run) throws SQLException {
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("\"state\":\"SUCCEEDED\"", "\"changed\":" + ROWS);
        assertThat(run.out() + run.err()).doesNotContain(SECRET);
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement();
                var result = statement.executeQuery("SELECT min(n), max(n), count(*) FROM numbers")) {
            assertThat(result.next()).isTrue();
            assertThat(result.getLong(1)).isEqualTo(result.getLong(2)).isPositive();
            assertThat(result.getLong(3)).isEqualTo(ROWS);
        }
    }

    private interface Step {
        void take() throws SQLException;
    }

    private static Duration lasting(Step step) throws SQLException {
        long begin = System.nanoTime();
        step.take();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private List<String> warnings() {
        List<String> lines = new ArrayList<>();
        for (ILoggingEvent event : List.copyOf(log.list)) {
            assertThat(event.getFormattedMessage()).doesNotContain(SECRET);
            if (event.getLevel().isGreaterOrEqual(Level.WARN) && concerned(event.getLoggerName())) {
                lines.add(event.getFormattedMessage());
            }
        }
        return lines;
    }

    /** Ours, and whoever sends; a second run in one process has meters left from the first, of which others warn. */
    private static boolean concerned(String logger) {
        return logger.startsWith("dev.backfill")
                || logger.startsWith("io.micrometer.registry")
                || logger.startsWith("io.micrometer.core.instrument.push");
    }

    private static String series(String name, String label) {
        return "backfill_" + name + "{backfill=\"numbers\",database=\"app\"," + label + "}";
    }

    private static double value(Arrival arrival, String series) {
        return lines(arrival).stream()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> lines(Arrival arrival) {
        return arrival.body().toStringUtf8().lines().toList();
    }

    private void configure(String more) throws IOException {
        Files.writeString(
                folder.resolve("backfill.yaml"), "backfill:\n  databases:\n    app: { url: \"" + url + "\" }\n" + more);
    }

    private CommandLines.Outcome type(String... words) {
        List<String> arguments = new ArrayList<>(
                List.of("--config", folder.resolve("backfill.yaml").toString(), "-o", "json"));
        arguments.addAll(List.of(words));
        return CommandLines.type(List.of(), arguments.toArray(String[]::new));
    }
}
