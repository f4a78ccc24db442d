package dev.backfill.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.throttle.Controller.Load;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class RecentTest {
    private final AtomicLong clock = new AtomicLong(1);
    private final Recent recent = new Recent(clock::get);

    @Test
    void knowsNothingBeforeTheFirstChunk() {
        assertThat(recent.load(4)).isEqualTo(new Load(0, 0, 4));
    }

    @Test
    void countsTwoSecondsAndForgetsWhatIsOlder() {
        for (int i = 0; i < 10; i++) {
            recent.committed(400, Duration.ofMillis(20));
            clock.addAndGet(Duration.ofMillis(200).toNanos());
        }
        assertThat(recent.load(2).rowsPerSecond()).isEqualTo(2000);
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(recent.load(2).rowsPerSecond()).isBetween(800.0, 1200.0);
        clock.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(recent.load(2).rowsPerSecond()).isZero();
    }

    @Test
    void theCapacityIsWhatAWorkerDoesWhileItWorks() {
        recent.committed(1000, Duration.ofMillis(50));
        assertThat(recent.load(3).capacity()).isCloseTo(20_000, Percentage.withPercentage(0.1));
        clock.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(recent.load(3).capacity())
                .as("waiting does not lower it")
                .isCloseTo(20_000, Percentage.withPercentage(0.1));
        for (int i = 0; i < 200; i++) {
            recent.committed(1000, Duration.ofMillis(100));
        }
        assertThat(recent.load(3).capacity())
                .as("it follows the server")
                .isCloseTo(10_000, Percentage.withPercentage(1));
        assertThat(recent.load(3).most()).isCloseTo(30_000, Percentage.withPercentage(1));
    }
}
