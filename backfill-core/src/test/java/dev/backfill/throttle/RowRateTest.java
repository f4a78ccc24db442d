package dev.backfill.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowRateTest {
    @Test
    void withoutALimitNothingIsOwed() {
        assertThat(new RowRate().pay(1_000_000)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 150, 500, 5000, 50_000, 10_000_000})
    void rowsOweTheirTime(int rowsPerSecond) {
        RowRate rate = new RowRate();
        rate.set(rowsPerSecond);
        assertThat(rate.rowsPerSecond()).isEqualTo(rowsPerSecond);
        Duration owed = rate.pay(rowsPerSecond / 5 + 1);
        assertThat(owed.toMillis()).isCloseTo((rowsPerSecond / 5 + 1) * 1000L / rowsPerSecond, Offset.offset(20L));
    }

    /** Every window of two seconds, by a clock that moves by exactly what is owed. */
    @ParameterizedTest
    @CsvSource({"500, 2", "5000, 2", "50000, 2", "500, 1", "50000, 8"})
    void anyTwoSecondsHaveTheirShareOfRows(int rowsPerSecond, int workers) {
        AtomicLong clock = new AtomicLong(1);
        RowRate rate = new RowRate(clock::get);
        rate.set(rowsPerSecond);
        int chunk = Math.min(5000, ChunkSizer.smooth(rowsPerSecond));
        long[] free = new long[workers];
        TreeMap<Long, Integer> commits = new TreeMap<>();
        while (clock.get() < Duration.ofSeconds(20).toNanos()) {
            int next = 0;
            for (int worker = 1; worker < workers; worker++) {
                next = free[worker] < free[next] ? worker : next;
            }
            clock.set(Math.max(clock.get(), free[next]));
            commits.merge(clock.get(), chunk, Integer::sum);
            free[next] = clock.get() + rate.pay(chunk).toNanos();
        }
        long window = Duration.ofSeconds(2).toNanos();
        for (long begin = window; begin < 8 * window; begin += window / 97) {
            int rows = commits.subMap(begin, begin + window).values().stream()
                    .mapToInt(n -> n)
                    .sum();
            assertThat(rows).isCloseTo(2 * rowsPerSecond, Percentage.withPercentage(10));
        }
    }

    @Test
    void debtsAddUp() {
        RowRate rate = new RowRate();
        rate.set(1000);
        rate.pay(5000);
        assertThat(rate.pay(5000)).isGreaterThan(Duration.ofSeconds(9));
    }

    @Test
    void aNewRateHoldsForTheOldDebtToo() {
        RowRate rate = new RowRate();
        rate.set(1);
        assertThat(rate.pay(3600)).isGreaterThan(Duration.ofMinutes(50));
        rate.set(1_000_000);
        assertThat(rate.pay(1000)).isLessThan(Duration.ofSeconds(1));
        rate.set(null);
        assertThat(rate.pay(1_000_000)).isZero();
    }
}
