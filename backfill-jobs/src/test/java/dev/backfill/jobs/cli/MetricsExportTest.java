package dev.backfill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.FailureClass;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import dev.backfill.jobs.cli.MetricsExport.Ways;
import dev.backfill.jobs.cli.MetricsOption.Address;
import dev.backfill.jobs.config.MetricsReceiver;
import dev.backfill.jobs.config.MetricsReceivers;
import dev.backfill.run.RunId;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunSignal.Phase;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Settings;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MetricsExportTest {
    private static final Backfill BACKFILL = Backfill.builder(
                    "b", "app", new TableName(null, "users"), new Work.Set(Map.of("a", "1")))
            .build();
    private static final Ways SERVED = ways(MetricsReceivers.NONE);
    private static final String CHANGED = "backfill_rows_total{backfill=\"b\",database=\"app\",outcome=\"changed\"} ";

    @Test
    void servesTheContractsNamesToTheLetter() throws IOException, InterruptedException {
        try (MetricsExport server = MetricsExport.open(SERVED, BACKFILL, null)) {
            server.on(new RunSignal.ChunkCommitted(0, 10, 7, 2, 1, Map.of(Phase.FIND, Duration.ofMillis(3))));
            server.on(new RunSignal.Retried(FailureClass.CONTENTION, ""));
            server.on(new RunSignal.Throttled("rate-limit", Duration.ofSeconds(2)));
            server.on(new RunSignal.SettingsChanged(new Settings(500, 3, null)));
            server.on(new RunSignal.StateChanged(new RunId("users-1"), RunState.RUNNING, ""));

            String text = scrape(server.port());

            assertThat(text.lines())
                    .contains(
                            "# TYPE backfill_rows_total counter",
                            "backfill_rows_total{backfill=\"b\",database=\"app\",outcome=\"changed\"} 7.0",
                            "backfill_rows_total{backfill=\"b\",database=\"app\",outcome=\"unchanged\"} 2.0",
                            "backfill_rows_total{backfill=\"b\",database=\"app\",outcome=\"dead\"} 1.0",
                            "backfill_chunks_total{backfill=\"b\",database=\"app\",outcome=\"committed\"} 1.0",
                            "# TYPE backfill_chunk_seconds histogram",
                            "backfill_chunk_seconds_bucket{backfill=\"b\",database=\"app\",phase=\"find\",le=\"0.005\"} 1",
                            "backfill_chunk_seconds_count{backfill=\"b\",database=\"app\",phase=\"find\"} 1",
                            "# TYPE backfill_chunk_rows gauge",
                            "backfill_chunk_rows{backfill=\"b\",database=\"app\"} 10.0",
                            "backfill_retries_total{backfill=\"b\",class=\"contention\",database=\"app\"} 1.0",
                            "backfill_throttled_seconds_total{backfill=\"b\",database=\"app\",reason=\"rate-limit\"} 2.0",
                            "backfill_run_state{backfill=\"b\",database=\"app\",state=\"RUNNING\"} 1.0",
                            "backfill_run_state{backfill=\"b\",database=\"app\",state=\"PAUSED\"} 0.0",
                            "backfill_workers{backfill=\"b\",database=\"app\"} 3.0",
                            "backfill_rate_limit_rows_per_second{backfill=\"b\",database=\"app\"} 500.0")
                    .anyMatch(line -> line.startsWith(
                            "backfill_last_commit_timestamp_seconds{backfill=\"b\",database=\"app\"} "));
        }
    }

    @Test
    void servesWhatTheStoredStateSays() throws IOException, InterruptedException {
        FakeEngine engine = new FakeEngine();
        engine.end = RunState.RUNNING;
        try (MetricsExport server = MetricsExport.open(SERVED, BACKFILL, null)) {
            server.observe(engine.start(BACKFILL, dev.backfill.engine.RunOptions.NONE, "me", signal -> {}));

            assertThat(scrape(server.port()).lines())
                    .contains(
                            "backfill_progress_ratio{backfill=\"b\",database=\"app\"} 1.0",
                            "backfill_rows_estimated{backfill=\"b\",database=\"app\"} 1000.0",
                            "backfill_eta_seconds{backfill=\"b\",database=\"app\"} 0.0",
                            "backfill_dead_letters{backfill=\"b\",database=\"app\"} 0.0",
                            "backfill_dead_letters_limit{backfill=\"b\",database=\"app\"} 100.0")
                    .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"));
        }
    }

    /** A run that goes on has its counters right wherever one looks, from the first look on. */
    @Test
    void allWaysOutTogetherHaveTheSameFigures() throws IOException, InterruptedException {
        FakeEngine engine = new FakeEngine();
        engine.end = RunState.PAUSED;
        RunStatus before = engine.start(BACKFILL, dev.backfill.engine.RunOptions.NONE, "me", signal -> {});
        try (FiguresReceiver gateway = new FiguresReceiver();
                FiguresReceiver otlp = new FiguresReceiver()) {
            Ways ways = ways(new MetricsReceivers(
                    MetricsReceiver.at(MetricsReceiver.gateway("http://127.0.0.1:" + gateway.port())),
                    MetricsReceiver.at(MetricsReceiver.otlp("http://127.0.0.1:" + otlp.port()))));
            try (MetricsExport export = MetricsExport.open(ways, BACKFILL, before)) {
                assertThat(scrape(export.port()).lines()).contains(CHANGED + "1000.0");
                export.on(new RunSignal.StateChanged(new RunId("b-1"), RunState.RUNNING, ""));
                export.on(new RunSignal.ChunkCommitted(0, 10, 7, 2, 1, Map.of(Phase.FIND, Duration.ofMillis(3))));
                export.on(new RunSignal.StateChanged(new RunId("b-1"), RunState.SUCCEEDED, ""));
                assertThat(scrape(export.port()).lines())
                        .contains(CHANGED + "1007.0")
                        .anyMatch(line -> line.startsWith("backfill_heartbeat_timestamp_seconds"));
            }

            assertThat(gateway.arrivals()).hasSizeBetween(1, 2);
            FiguresReceiver.Arrival pushed =
                    gateway.arrivals().get(gateway.arrivals().size() - 1);
            assertThat(pushed.path()).isEqualTo("/metrics/job/backfill/backfill/b/database/app");
            assertThat(pushed.body().toStringUtf8().lines())
                    .contains(
                            CHANGED + "1007.0",
                            "backfill_chunk_seconds_count{backfill=\"b\",database=\"app\",phase=\"find\"} 1")
                    .anyMatch(line -> line.startsWith("backfill_closed_timestamp_seconds"))
                    .noneMatch(line -> line.startsWith("backfill_heartbeat_timestamp_seconds"));

            FiguresReceiver.Arrival sent = otlp.arrivals().get(otlp.arrivals().size() - 1);
            assertThat(sent.path()).isEqualTo("/v1/metrics");
            Map<String, Metric> metrics = OtlpFigures.of(sent.body());
            assertThat(OtlpFigures.value(metrics.get("backfill.rows"), "outcome", "changed"))
                    .isEqualTo(1007);
            Metric rows = Objects.requireNonNull(metrics.get("backfill.rows"));
            Metric chunk = Objects.requireNonNull(metrics.get("backfill.chunk"));
            assertThat(rows.getSum().getIsMonotonic()).isTrue();
            assertThat(rows.getSum().getAggregationTemporality())
                    .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
            assertThat(chunk.getUnit()).isEqualTo("seconds");
            assertThat(chunk.getHistogram().getDataPointsList())
                    .anyMatch(point -> point.getCount() == 1
                            && point.getExplicitBoundsList().contains(0.005));
            assertThat(metrics.keySet())
                    .contains("backfill.closed.timestamp.seconds", "jvm.memory.used")
                    .doesNotContain("backfill.heartbeat.timestamp.seconds");
        }
    }

    /** What asks how often somebody looks must not take a push for a look. */
    @Test
    void aPushIsNoVisit() throws IOException {
        try (FiguresReceiver gateway = new FiguresReceiver()) {
            Ways ways = new Ways(
                    new Address("127.0.0.1", 0),
                    new MetricsReceivers(
                            MetricsReceiver.at(MetricsReceiver.gateway("http://127.0.0.1:" + gateway.port())), null),
                    Duration.ofMinutes(5));
            long begin = System.nanoTime();
            try (MetricsExport export = MetricsExport.open(ways, BACKFILL, null)) {
                export.on(new RunSignal.StateChanged(new RunId("b-1"), RunState.RUNNING, ""));
            }

            assertThat(gateway.arrivals()).isNotEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
        }
    }

    private static Ways ways(MetricsReceivers receivers) {
        return new Ways(new Address("127.0.0.1", 0), receivers, Duration.ZERO);
    }

    private static String scrape(int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
