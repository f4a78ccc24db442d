package dev.backfill.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.ChunkLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkSizerTest {
    private static final ChunkLimits LIMITS = new ChunkLimits(1000, 5000, Duration.ofMillis(500));

    @ParameterizedTest(name = "{0} rows in {2} ms: then {3}")
    @CsvSource({
        "1000, 1000,  10, 1500", // far too fast: by half as much again, no more
        "4000, 4000,  10, 5000", // bounded by the maximum
        "5000, 5000,  10, 5000",
        "2000, 2000, 500, 2000", // on target
        "2000, 2000, 400, 2500", // a little fast: straight to the fitting size
        "4000, 4000, 600, 3333", // a little slow
        "4000, 4000, 9000, 2000", // far too slow: half at once
        "1000, 1000, 9000, 1000", // bounded by the minimum
        "3000,    0, 100, 3000", // an empty chunk says nothing
    })
    void adaptsTowardsTheTargetTime(int size, int rows, long millis, int expected) {
        assertThat(ChunkSizer.afterCommit(LIMITS, size, rows, Duration.ofMillis(millis)))
                .isEqualTo(expected);
    }

    @Test
    void reachesTheMaximumFromTheMinimumWithinTenChunks() {
        int size = LIMITS.min();
        int chunks = 0;
        while (size < LIMITS.max()) {
            size = ChunkSizer.afterCommit(LIMITS, size, size, Duration.ofMillis(1));
            chunks++;
        }
        assertThat(chunks).isLessThanOrEqualTo(10);
    }

    @Test
    void aFixedSizeStaysFixed() {
        ChunkLimits fixed = LIMITS.fixed(1234);
        assertThat(ChunkSizer.afterCommit(fixed, 1234, 1234, Duration.ofMillis(1)))
                .isEqualTo(1234);
        assertThat(ChunkSizer.afterCommit(fixed, 1234, 1234, Duration.ofHours(1)))
                .isEqualTo(1234);
    }

    @Test
    void contentionHalvesDownToOneRow() {
        assertThat(ChunkSizer.afterContention(1000)).isEqualTo(500);
        assertThat(ChunkSizer.afterContention(1)).isEqualTo(1);
    }

    @Test
    void recoveryDoublesUpToTheNormalSize() {
        assertThat(ChunkSizer.recovering(1, 1000)).isEqualTo(2);
        assertThat(ChunkSizer.recovering(700, 1000)).isEqualTo(1000);
    }
}
