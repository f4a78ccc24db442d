package dev.backfill.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.FailureClass;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import dev.backfill.run.RunId;
import dev.backfill.run.RunMode;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunSignal.Phase;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Settings;
import dev.backfill.run.Verification;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunMetricsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RunMetrics metrics = new RunMetrics(
            registry,
            Backfill.builder("users-split-name", "app", new TableName(null, "users"), new Work.Set(Map.of("a", "1")))
                    .build(),
            Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void countsWhatIsCommitted() {
        metrics.on(new RunSignal.ChunkCommitted(
                0, 10, 7, 2, 1, Map.of(Phase.FIND, Duration.ofMillis(3), Phase.WRITE, Duration.ofMillis(9))));
        metrics.on(new RunSignal.Retried(FailureClass.CONTENTION, "deadlock"));
        metrics.on(new RunSignal.Throttled("rate-limit", Duration.ofMillis(1500)));

        assertThat(committed("backfill.rows", "changed")).isEqualTo(7);
        assertThat(committed("backfill.rows", "unchanged")).isEqualTo(2);
        assertThat(committed("backfill.rows", "dead")).isEqualTo(1);
        assertThat(committed("backfill.chunks", "committed")).isEqualTo(1);
        assertThat(count("backfill.chunks", "outcome", "retried")).isEqualTo(1);
        assertThat(count("backfill.retries", "class", "contention")).isEqualTo(1);
        assertThat(count("backfill.throttled.seconds", "reason", "rate-limit")).isEqualTo(1.5);
        assertThat(registry.get("backfill.chunk")
                        .tag("phase", "write")
                        .timer()
                        .totalTime(java.util.concurrent.TimeUnit.MILLISECONDS))
                .isEqualTo(9);
        assertThat(gauge("backfill.chunk.rows")).isEqualTo(10);
        assertThat(gauge("backfill.last.commit.timestamp.seconds")).isEqualTo((double) NOW.getEpochSecond());
    }

    @Test
    void anUnknownEtaAndNoLimitHaveNoSeries() {
        metrics.observe(status(RunState.RUNNING, 12L, 500));
        metrics.on(new RunSignal.SettingsChanged(new Settings(500, 2, null)));
        assertThat(gauge("backfill.eta.seconds")).isEqualTo(12);
        assertThat(gauge("backfill.rate.limit.rows.per.second")).isEqualTo(500);

        metrics.observe(status(RunState.RUNNING, null, null));
        metrics.on(new RunSignal.SettingsChanged(new Settings(null, 2, null)));
        assertThat(names()).doesNotContain("backfill.eta.seconds", "backfill.rate.limit.rows.per.second");
    }

    @Test
    void anEtaIsNeverNegativeAndNeverEndless() {
        metrics.observe(status(RunState.RUNNING, -3L, null));
        assertThat(gauge("backfill.eta.seconds")).isZero();

        metrics.observe(status(RunState.RUNNING, Long.MAX_VALUE, null));
        assertThat(names()).doesNotContain("backfill.eta.seconds");
    }

    @Test
    void countersGoOnWhereTheLedgerStands() {
        metrics.resumes(status(RunState.PAUSED, null, null));
        assertThat(committed("backfill.rows", "changed")).isEqualTo(10);
        assertThat(committed("backfill.chunks", "committed")).isEqualTo(1);

        metrics.on(new RunSignal.ChunkCommitted(0, 5, 4, 0, 1, Map.of()));
        // read before that chunk was committed
        metrics.observe(status(RunState.RUNNING, null, null));
        assertThat(committed("backfill.rows", "changed")).isEqualTo(14);
        assertThat(committed("backfill.rows", "dead")).isEqualTo(1);
        assertThat(committed("backfill.chunks", "committed")).isEqualTo(2);
    }

    @Test
    void countersTakeOverFromTheLedgerWhatWasNotTold() {
        metrics.on(new RunSignal.ChunkCommitted(0, 5, 5, 0, 0, Map.of()));
        metrics.observe(status(RunState.RUNNING, null, null));
        assertThat(committed("backfill.rows", "changed")).isEqualTo(10);
    }

    @Test
    void settingsDoNotHideWhatAGuardAllows() {
        metrics.on(new RunSignal.Steered("slowed", false, 500, 1));
        metrics.on(new RunSignal.SettingsChanged(new Settings(null, 4, null)));

        assertThat(gauge("backfill.rate.limit.rows.per.second")).isEqualTo(500);
        assertThat(gauge("backfill.workers")).isEqualTo(1);
    }

    @Test
    void workersThatHaveNoPartitionDoNotCount() {
        metrics.on(new RunSignal.SettingsChanged(new Settings(null, 4, null)));
        metrics.on(new RunSignal.PartitionsLeft(200));
        assertThat(gauge("backfill.workers")).isEqualTo(4);

        metrics.on(new RunSignal.PartitionsLeft(1));
        assertThat(gauge("backfill.workers")).isEqualTo(1);
        metrics.on(new RunSignal.Steered("slowed", false, 500, 2));
        assertThat(gauge("backfill.workers")).isEqualTo(1);

        metrics.on(new RunSignal.PartitionsLeft(3));
        assertThat(gauge("backfill.workers")).isEqualTo(2);
    }

    @Test
    void aGuardThatCannotBeReadKeepsTheTimeOfItsLastReading() {
        metrics.on(new RunSignal.GuardRead("replication-lag", 4.1, 2));
        metrics.on(new RunSignal.GuardRead("replication-lag", Double.NaN, Double.NaN));
        metrics.on(new RunSignal.GuardRead("disk", Double.NaN, Double.NaN));

        assertThat(names()).doesNotContain("backfill.guard.value");
        assertThat(registry.find("backfill.guard.read.timestamp.seconds").gauges())
                .hasSize(2);
    }

    @Test
    void aHeartbeatEndsWithACloseUnlessTheRunIsStillOpen() {
        metrics.on(new RunSignal.StateChanged(new RunId("users-1"), RunState.RUNNING, ""));
        assertThat(gauge("backfill.heartbeat.timestamp.seconds")).isEqualTo((double) NOW.getEpochSecond());

        metrics.ended();
        assertThat(names()).doesNotContain("backfill.heartbeat.timestamp.seconds", "backfill.closed.timestamp.seconds");
    }

    @Test
    void showsEachGuardAgainstItsLimitAndWhatIsInForce() {
        metrics.on(new RunSignal.GuardRead("replication-lag", 4.1, 2));
        metrics.on(new RunSignal.Steered("slowed", false, 1200, 1));

        assertThat(registry.get("backfill.guard.value")
                        .tag("guard", "replication-lag")
                        .gauge()
                        .value())
                .isEqualTo(4.1);
        assertThat(registry.get("backfill.guard.limit")
                        .tag("guard", "replication-lag")
                        .gauge()
                        .value())
                .isEqualTo(2);
        assertThat(gauge("backfill.rate.limit.rows.per.second")).isEqualTo(1200);
        assertThat(gauge("backfill.workers")).isEqualTo(1);

        metrics.on(new RunSignal.GuardRead("replication-lag", Double.NaN, Double.POSITIVE_INFINITY));
        assertThat(names()).doesNotContain("backfill.guard.value", "backfill.guard.limit");
    }

    @Test
    void saysHowFarAFailedCheckIsOff() {
        metrics.observe(status(RunState.FAILED, null, null));

        assertThat(registry.get("backfill.verification.mismatches")
                        .tag("check", "sum")
                        .gauge()
                        .value())
                .isEqualTo(3);
    }

    @Test
    void leavesCountersAndTheLastStateWhenTheRunEnds() {
        metrics.on(new RunSignal.ChunkCommitted(0, 10, 10, 0, 0, Map.of(Phase.COMMIT, Duration.ofMillis(1))));
        metrics.observe(status(RunState.RUNNING, 12L, 500));
        metrics.on(new RunSignal.StateChanged(new RunId("users-1"), RunState.SUCCEEDED, ""));

        metrics.ended();

        assertThat(names())
                .containsExactlyInAnyOrder(
                        "backfill.rows",
                        "backfill.chunks",
                        "backfill.chunk",
                        "backfill.retries",
                        "backfill.throttled.seconds",
                        "backfill.closed.timestamp.seconds",
                        "backfill.run.state",
                        "backfill.verification.mismatches",
                        "backfill.verification.state");
        assertThat(registry.find("backfill.verification.state").gauges()).hasSize(1);
        assertThat(registry.find("backfill.run.state").gauges()).hasSize(1);
        assertThat(registry.get("backfill.run.state")
                        .tag("state", "SUCCEEDED")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    @Test
    void showsAnOutageForAsLongAsItLasts() {
        metrics.observe(status(RunState.RUNNING, null, null));
        assertThat(gauge("backfill.circuit.open")).isZero();

        metrics.on(new RunSignal.CircuitChanged(true, "database app does not answer"));
        assertThat(gauge("backfill.circuit.open")).isOne();
        metrics.observe(status(RunState.RUNNING, null, null));
        assertThat(gauge("backfill.circuit.open")).isOne();

        metrics.on(new RunSignal.CircuitChanged(false, "database app answers again"));
        assertThat(gauge("backfill.circuit.open")).isZero();
    }

    @Test
    void neverLabelsByRun() {
        metrics.observe(status(RunState.RUNNING, 12L, 500));

        assertThat(registry.getMeters())
                .noneMatch(meter -> meter.getId().toString().contains("users-split-name-7"));
    }

    private double count(String name, String label, String value) {
        return registry.get(name).tag(label, value).counter().count();
    }

    private double committed(String name, String outcome) {
        return registry.get(name).tag("outcome", outcome).functionCounter().count();
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    private Set<String> names() {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> id.syntheticAssociation() == null)
                .map(Meter.Id::getName)
                .collect(Collectors.toSet());
    }

    private static RunStatus status(RunState state, @Nullable Long eta, @Nullable Integer rate) {
        return new RunStatus(
                new RunId("users-split-name-7"),
                "users-split-name",
                RunMode.EXECUTE,
                state,
                null,
                new RunStatus.Rows(100, 10, 10, 0, 0),
                1,
                new RunStatus.Partitions(4, 0),
                0.1,
                50,
                eta,
                new Settings(rate, 2, null),
                NOW,
                null,
                1,
                0,
                Verification.of(
                        List.of(new Verification.Result("sum", Verification.State.FAILED, "10", "7", "", List.of()))));
    }
}
