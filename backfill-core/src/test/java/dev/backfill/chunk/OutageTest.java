package dev.backfill.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.run.Settings;
import dev.backfill.throttle.Circuit;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OutageTest {
    private final AtomicLong nanos = new AtomicLong(1);
    private final AtomicLong circuitNanos = new AtomicLong(1);
    private final Circuit circuit = new Circuit("app", circuitNanos::get, tries -> 1_000L);

    private final Controls controls = new Controls(new Settings(null, 4, null));
    private final Controls others = new Controls(new Settings(null, 4, null));
    private final Outage outage = new Outage(circuit, controls, signal -> {}, nanos::get);
    private final Outage anotherRun = new Outage(circuit, others, signal -> {}, nanos::get);

    @Test
    void holdsEveryRunOfTheDatabaseAndPausesEachAfterItsOwnPatience() throws Exception {
        open();
        assertHeld(outage, controls);
        nanos.addAndGet(Duration.ofMinutes(4).toNanos());
        assertHeld(anotherRun, others);
        nanos.addAndGet(Duration.ofSeconds(60).toNanos());
        assertHeld(outage, controls);
        assertThat(controls.stopRequest()).as("still patient").isEmpty();

        nanos.addAndGet(1);
        assertHeld(outage, controls);
        assertHeld(anotherRun, others);
        StopRequest stop = controls.stopRequest().orElseThrow();
        assertThat(stop.kind()).isEqualTo(StopRequest.Kind.PAUSE);
        assertThat(stop.reason())
                .startsWith("paused by itself after 5 minutes: database app does not answer: connection refused;"
                        + " tried again in 1 s");
        assertThat(others.stopRequest()).as("came later").isEmpty();
    }

    /** No worker gets as far as the circuit while the guards cannot look either. */
    @Test
    void patienceEndsAlsoForWhoIsHeldByTheGuards() throws Exception {
        open();
        outage.endure();
        nanos.addAndGet(Duration.ofMinutes(6).toNanos());
        controls.hold("windows", new Hold("windows", "outside of its windows"));
        outage.endure();
        assertThat(controls.stopRequest()).as("held for hours on purpose").isEmpty();
        controls.hold("windows", null);

        outage.endure();

        assertThat(controls.stopRequest().orElseThrow().kind()).isEqualTo(StopRequest.Kind.PAUSE);
    }

    @Test
    void anAnswerRestoresThePatience() throws Exception {
        open();
        assertHeld(outage, controls);
        nanos.addAndGet(Duration.ofMinutes(4).toNanos());
        circuitNanos.addAndGet(Duration.ofMillis(1_001).toNanos());
        assertThat(circuit.admit()).isZero();
        outage.ended(null);
        nanos.addAndGet(Duration.ofMinutes(4).toNanos());
        open();
        assertHeld(outage, controls);
        assertThat(controls.stopRequest()).isEmpty();
    }

    private void open() {
        for (int i = 0; i < 4; i++) {
            assertThat(circuit.admit()).isZero();
            outage.ended(new DatabaseException(FailureClass.CONNECTION, null, "connection refused", false, null));
        }
    }

    private static void assertHeld(Outage outage, Controls controls) throws InterruptedException {
        if (!controls.stopping()) {
            assertThat(controls.enter().admitted()).isTrue();
            assertThat(outage.passes()).isFalse();
        }
    }
}
