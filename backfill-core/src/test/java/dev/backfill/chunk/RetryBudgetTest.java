package dev.backfill.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.FailureClass;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void stopsAtOneMoreThanAllowedWithinAMinuteAndNamesTheCommonest() {
        RetryBudget budget = new RetryBudget(3, nanos::get);
        assertThat(budget.spend(FailureClass.CONTENTION, "deadlock")).isEmpty();
        assertThat(budget.spend(FailureClass.CONNECTION, "gone")).isEmpty();
        assertThat(budget.spend(FailureClass.CONTENTION, "lock not available")).isEmpty();
        pass(Duration.ofSeconds(59));
        assertThat(budget.spend(FailureClass.CONTENTION, "deadlock"))
                .contains("paused by itself: more than 3 chunks had to be tried again within a minute"
                        + " (max-retries-per-minute), 2 of them for: deadlock");
    }

    @Test
    void forgetsAfterAMinute() {
        RetryBudget budget = new RetryBudget(1, nanos::get);
        for (int i = 0; i < 10; i++) {
            assertThat(budget.spend(FailureClass.CAPACITY, "full")).isEmpty();
            pass(Duration.ofMinutes(1));
        }
    }

    @Test
    void looksForBadRowsAsLongAsItTakes() {
        RetryBudget budget = new RetryBudget(1, nanos::get);
        for (int i = 0; i < 100; i++) {
            assertThat(budget.spend(FailureClass.DATA, "bad")).isEmpty();
        }
        assertThat(budget.spend(FailureClass.CONTENTION, "deadlock")).isEmpty();
    }

    @Test
    void zeroAllowsNoneAndNullAny() {
        assertThat(new RetryBudget(0, nanos::get).spend(FailureClass.CONNECTION, "gone"))
                .isPresent();
        RetryBudget none = new RetryBudget(null, nanos::get);
        for (int i = 0; i < 1000; i++) {
            assertThat(none.spend(FailureClass.CONNECTION, "gone")).isEmpty();
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
