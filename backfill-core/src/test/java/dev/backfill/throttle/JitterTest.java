package dev.backfill.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class JitterTest {
    private static final Duration BASE = Duration.ofMillis(100);
    private static final Duration CAP = Duration.ofSeconds(3);

    /** Chance that always gives the largest number below the bound. */
    private static final RandomGenerator LARGEST = new Random() {
        private static final long serialVersionUID = 1;

        @Override
        public long nextLong(long origin, long bound) {
            return bound - 1;
        }
    };

    @Test
    void growsThreefoldAtMostAndNeverBeyondTheCap() {
        IntervalFunction waits = Jitter.decorrelated(BASE, CAP, LARGEST);
        assertThat(LongStream.rangeClosed(1, 6).map(n -> waits.apply((int) n)).toArray())
                .containsExactly(299L, 896L, 2687L, 3000L, 3000L, 3000L);
        assertThat(waits.apply(1_000_000)).isEqualTo(3000);
    }

    @Test
    void neverFallsBelowTheBaseAndIsSpread() {
        IntervalFunction waits = Jitter.decorrelated(BASE, CAP, new Random(7));
        long[] first = LongStream.range(0, 1000).map(i -> waits.apply(1)).toArray();
        assertThat(LongStream.of(first).min().orElseThrow()).isBetween(100L, 110L);
        assertThat(LongStream.of(first).max().orElseThrow()).isBetween(290L, 299L);
        assertThat(LongStream.of(first).distinct().count()).isGreaterThan(150);
        long[] later = LongStream.range(0, 1000).map(i -> waits.apply(30)).toArray();
        assertThat(LongStream.of(later).min().orElseThrow()).isGreaterThanOrEqualTo(100);
        assertThat(LongStream.of(later).max().orElseThrow()).isLessThanOrEqualTo(3000);
    }
}
