package dev.backfill.database.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LagClockTest {
    private final AtomicLong nanos = new AtomicLong();
    private final LagClock clock = new LagClock(nanos::get);

    @Test
    void aFollowerIsBehindSinceTheLogWasFirstSeenBeyondIt() {
        clock.written(100, 100);
        assertThat(clock.behind(100)).as("level").isZero();
        after(1, 200, 150);
        assertThat(clock.behind(150)).as("just now").isZero();
        after(1, 300, 150);
        after(1, 300, 150);
        assertThat(clock.behind(150)).isEqualTo(2);
        assertThat(clock.behind(200)).as("another one is nearer").isEqualTo(1);
        assertThat(clock.behind(300)).as("a third is level").isZero();
        after(1, 300, 200);
        assertThat(clock.behind(200)).as("the slowest came nearer").isEqualTo(2);
        after(3600, 300, 300);
        assertThat(clock.behind(300)).as("idle for an hour").isZero();
    }

    @Test
    void aLagOfHoursKeepsItsAgeInBoundedMemory() {
        for (int i = 1; i <= 20_000; i++) {
            after(1, i * 10L, 0);
        }
        assertThat(clock.behind(0)).isEqualTo(19_999);
    }

    private void after(long seconds, long written, long replayedByAll) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
        clock.written(written, replayedByAll);
    }
}
