package dev.backfill.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.run.Settings;
import dev.backfill.throttle.Allowance;
import dev.backfill.throttle.Guard;
import dev.backfill.throttle.Verdict;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ControlsTest {
    private static final Verdict LAG =
            new Verdict(Verdict.Kind.PAUSE, "replication-lag", Guard.Unit.SECONDS, 12, 10, 1, "");
    private static final Duration LONG = Duration.ofHours(1);

    private final Controls controls = new Controls(new Settings(null, 2, null));

    @Test
    void admitsAsManyAsThereAreWorkers() throws Exception {
        assertThat(controls.enter()).isEqualTo(new Admission(true, null, Duration.ZERO));
        assertThat(controls.enter().admitted()).isTrue();
        CompletableFuture<Admission> third = entering();
        controls.leave();
        Admission admission = third.get();
        assertThat(admission.admitted()).isTrue();
        assertThat(admission.heldBy()).isNull();
    }

    @Test
    void saysWhichGuardHoldsItWhileItIsHeld() throws Exception {
        controls.allow(held(), LONG);
        Admission admission = controls.enter();
        assertThat(admission.admitted()).isFalse();
        assertThat(admission.heldBy()).isEqualTo("replication-lag");
        assertThat(admission.held()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));

        CompletableFuture<Admission> next = entering();
        controls.allow(Allowance.ALL, LONG);
        assertThat(next.get().admitted()).isTrue();
    }

    @Test
    void holdsWhenNobodyWatchesAnyMore() throws Exception {
        controls.allow(Allowance.ALL, Duration.ofNanos(1));
        assertThat(controls.enter().heldBy()).isEqualTo("guards");
        controls.allow(Allowance.ALL, LONG);
        assertThat(controls.enter().admitted()).isTrue();
    }

    @Test
    void severalHoldAtOnce() throws Exception {
        controls.hold("windows", new Hold("window", "until tomorrow"));
        controls.hold("fleet", new Hold("stop-all", "by somebody"));
        controls.hold("fleet", null);
        assertThat(controls.enter().heldBy()).isEqualTo("window");
        controls.hold("windows", null);
        assertThat(controls.held()).isEmpty();
        assertThat(controls.enter().admitted()).isTrue();
    }

    @Test
    void aPauseEndsEveryWait() throws Exception {
        controls.allow(held(), LONG);
        CompletableFuture<Admission> waiting = entering();
        controls.stop(new StopRequest(StopRequest.Kind.PAUSE, "enough", null));
        assertThat(waiting.get()).isEqualTo(new Admission(false, null, Duration.ZERO));
        long begin = System.nanoTime();
        controls.pause(LONG);
        controls.pay(LONG, 1);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONG);
    }

    @Test
    void theLowerRateIsInForce() {
        controls.allow(slowed(1200), LONG);
        assertThat(controls.rate()).isEqualTo(new RateLimit("replication-lag", 1200));
        controls.set(new Settings(500, 2, null));
        assertThat(controls.rate()).isEqualTo(new RateLimit("rate-limit", 500));
        controls.allow(Allowance.ALL, LONG);
        assertThat(controls.rate()).isEqualTo(new RateLimit("rate-limit", 500));
        controls.set(new Settings(null, 2, null));
        controls.limit("ramp", 100);
        assertThat(controls.rate()).isEqualTo(new RateLimit("ramp", 100));
        controls.limit("ramp", null);
        assertThat(controls.rate()).isNull();
    }

    @Test
    void theLowestRateIsNamedFirst() throws Exception {
        Allowance speedingUp = new Allowance(1383, 1, 5000, null, false, Duration.ZERO);
        controls.allow(speedingUp, LONG);
        assertThat(controls.heldByGuards()).isEqualTo("speeding up, at most 1,383 rows/s");
        controls.allow(slowed(1200), LONG);
        assertThat(controls.heldByGuards()).startsWith("slowed to 1,200 rows/s: replication-lag");

        controls.set(new Settings(700, 2, null));
        assertThat(controls.heldByGuards())
                .startsWith("rate-limit: 700 rows/s; beside that slowed to 1,200 rows/s: replication-lag");
        controls.allow(speedingUp, LONG);
        assertThat(controls.heldByGuards()).isNull();
        assertThat(controls.enter().admitted()).isTrue();
        assertThat(controls.enter().heldBy()).as("a second worker").isEqualTo("rate-limit");

        controls.allow(held(), LONG);
        assertThat(controls.heldByGuards()).startsWith("held: replication-lag");
        controls.allow(Allowance.ALL, LONG);
        assertThat(controls.heldByGuards()).isNull();
    }

    @Test
    void aFasterRateShortensTheWaitThatIsLeft() throws Exception {
        controls.set(new Settings(1, 2, null));
        CompletableFuture<Void> paying = CompletableFuture.runAsync(() -> {
            try {
                controls.pay(LONG, 1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        controls.set(new Settings(1_000_000, 2, null));
        paying.get();
    }

    private static Allowance held() {
        return new Allowance(Double.POSITIVE_INFINITY, 2, 5000, LAG, true, Duration.ZERO);
    }

    private static Allowance slowed(double rate) {
        return new Allowance(rate, 2, 5000, LAG, false, Duration.ZERO);
    }

    private CompletableFuture<Admission> entering() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return controls.enter();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
