package dev.backfill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.batch.Workers;
import dev.backfill.chunk.Controls;
import dev.backfill.chunk.RateLimit;
import dev.backfill.chunk.StopRequest;
import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.OwnTables;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import dev.backfill.preflight.Fixture;
import dev.backfill.run.Lease;
import dev.backfill.run.NewRun;
import dev.backfill.run.Pace;
import dev.backfill.run.Pulse;
import dev.backfill.run.RunId;
import dev.backfill.run.RunStore;
import dev.backfill.run.Settings;
import dev.backfill.throttle.Circuit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeartbeatDatabaseTest {
    private final AtomicLong nanos = new AtomicLong(1);
    private final Controls controls = new Controls(new Settings(null, 1, null));
    private final Workers workers = new Workers(1);
    private final Circuit circuit = new Circuit("app", nanos::get, tries -> 1_000L);
    private Database control;
    private RunStore store;
    private Lease lease;
    private Heartbeat heartbeat;

    @BeforeEach
    void takeLease() {
        control = Fixture.open();
        control.home().install(OwnTables.CONTROL);
        store = new RunStore(control);
        RunId run = store.create(
                new NewRun("heartbeat", "app", "public.t", "", "", 0, new Settings(null, 1, null)), "test");
        lease = Lease.take(store, run, "test", false);
        Backfill backfill = Backfill.builder(
                        "heartbeat", "app", TableName.parse("t"), new Work.Set(Map.of("n", "n + 1")))
                .build();
        Steering steering = new Steering(
                backfill,
                OptionalInt.of(1000),
                InstantSource.system(),
                controls,
                new Pace(nanos::get, Pulse.NONE, 0, 1),
                (what, detail) -> {});
        heartbeat = new Heartbeat(lease, controls, workers, steering, signal -> {}, () -> {}, circuit, nanos::get);
    }

    @AfterEach
    void close() {
        workers.close();
        control.close();
    }

    @Test
    void pausesTheRunOnceTheControlDatabaseHasBeenAwayForItsPatience() {
        heartbeat.beatOnce();
        control.close();

        heartbeat.beatOnce();
        pass(Duration.ofMinutes(5));
        heartbeat.beatOnce();
        assertThat(controls.stopRequest()).as("still patient").isEmpty();

        pass(Duration.ofSeconds(1));
        heartbeat.beatOnce();
        StopRequest stop = controls.stopRequest().orElseThrow();
        assertThat(stop.kind()).isEqualTo(StopRequest.Kind.PAUSE);
        assertThat(stop.reason()).startsWith("paused by itself: no heartbeat: ");
    }

    @Test
    void whatItHearsOfTheDatabaseIsForTheCircuit() {
        for (int beat = 0; beat < 4; beat++) {
            circuit.failed(new DatabaseException(FailureClass.CONNECTION, null, "refused", false, null));
        }
        heartbeat.beatOnce();
        assertThat(circuit.state().open()).as("no try is due yet").isTrue();
        pass(Duration.ofSeconds(2));
        heartbeat.beatOnce();
        assertThat(circuit.state().open()).isFalse();

        control.close();
        for (int beat = 0; beat < 4; beat++) {
            heartbeat.beatOnce();
        }
        assertThat(circuit.state().open()).isTrue();
    }

    @Test
    void isFencedOnceAnotherProcessHasTheLease() {
        heartbeat.beatOnce();
        assertThat(controls.stopRequest()).isEmpty();
        Lease.take(store, run(), "other", true);

        heartbeat.beatOnce();

        assertThat(controls.stopRequest().orElseThrow().kind()).isEqualTo(StopRequest.Kind.FENCED);
    }

    @Test
    void sharesTheDatabasesBudgetAmongTheRunsAtWork() {
        assertThat(controls.rate()).isEqualTo(new RateLimit("database-budget", 1000));
        RunId second = create("second", "app");
        RunId elsewhere = create("elsewhere", "other");
        Lease.take(store, elsewhere, "test", false);
        heartbeat.beatOnce();
        assertThat(controls.rate()).isEqualTo(new RateLimit("database-budget", 1000));

        Lease other = Lease.take(store, second, "test", false);
        heartbeat.beatOnce();
        assertThat(controls.rate()).isEqualTo(new RateLimit("database-budget", 500));

        other.release();
        heartbeat.beatOnce();
        assertThat(controls.rate()).isEqualTo(new RateLimit("database-budget", 1000));
    }

    private RunId create(String backfill, String database) {
        return store.create(
                new NewRun(backfill, database, "public." + backfill, "", "", 0, new Settings(null, 1, null)), "test");
    }

    private RunId run() {
        return store.all().get(0).id();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
