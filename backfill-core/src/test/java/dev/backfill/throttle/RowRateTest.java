package dev.backfill.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowRateTest {
    @Test
    void withoutALimitNothingIsOwed() {
        assertThat(new RowRate().pay(1_000_000)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 150, 500, 5000, 50_000, 10_000_000})
    void tenSecondsOfRowsOweTenSeconds(int rowsPerSecond) {
        RowRate rate = new RowRate();
        rate.set(rowsPerSecond);
        assertThat(rate.rowsPerSecond()).isEqualTo(rowsPerSecond);
        Duration owed = rate.pay(rowsPerSecond * 10);
        assertThat(owed.toMillis()).isCloseTo(10_000, Offset.offset(1_100L));
    }

    @Test
    void debtsAddUp() {
        RowRate rate = new RowRate();
        rate.set(1000);
        rate.pay(5000);
        assertThat(rate.pay(5000)).isGreaterThan(Duration.ofSeconds(9));
    }

    @Test
    void aNewRateForgetsTheOldDebt() {
        RowRate rate = new RowRate();
        rate.set(1);
        assertThat(rate.pay(3600)).isGreaterThan(Duration.ofMinutes(50));
        rate.set(1_000_000);
        assertThat(rate.pay(1000)).isLessThan(Duration.ofSeconds(1));
        rate.set(null);
        assertThat(rate.pay(1_000_000)).isZero();
    }
}
