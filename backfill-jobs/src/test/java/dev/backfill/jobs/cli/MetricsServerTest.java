package dev.backfill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.FailureClass;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import dev.backfill.jobs.cli.MetricsOption.Address;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunSignal.Phase;
import dev.backfill.run.RunState;
import dev.backfill.run.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsServerTest {
    private static final Backfill BACKFILL = Backfill.builder(
                    "b", "app", new TableName(null, "users"), new Work.Set(Map.of("a", "1")))
            .build();
    private static final Address ANY_PORT = new Address("127.0.0.1", 0);

    @Test
    void servesTheContractsNamesToTheLetter() throws IOException, InterruptedException {
        try (MetricsServer server = MetricsServer.open(ANY_PORT, BACKFILL, null, Duration.ZERO)) {
            server.on(new RunSignal.ChunkCommitted(0, 10, 7, 2, 1, Map.of(Phase.FIND, Duration.ofMillis(3))));
            server.on(new RunSignal.Retried(FailureClass.CONTENTION, ""));
            server.on(new RunSignal.Throttled("rate-limit", Duration.ofSeconds(2)));
            server.on(new RunSignal.SettingsChanged(new Settings(500, 3, null)));
            server.on(new RunSignal.StateChanged(new dev.backfill.run.RunId("users-1"), RunState.RUNNING, ""));

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
        try (MetricsServer server = MetricsServer.open(ANY_PORT, BACKFILL, null, Duration.ZERO)) {
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

    private static String scrape(int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
