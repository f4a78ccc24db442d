package dev.backfill.database.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** By a clock that stands still while the turn waits: what it would wait is what is asked. */
class SqliteTurnTest {
    private final AtomicLong clock = new AtomicLong();
    private final SqliteTurn turn = new SqliteTurn(clock::get);

    /** One transaction of that many milliseconds. */
    private Duration pauseAfter(int millis) {
        return turn.pause(
                Duration.ofMillis(millis),
                clock.addAndGet(Duration.ofMillis(millis).toNanos()));
    }

    @Test
    void aloneItLeavesTheDatabaseAloneOnceInTwoSecondsOfWork() {
        for (int i = 1; i < 20; i++) {
            assertThat(pauseAfter(100)).as("transaction %s", i).isZero();
            turn.ended(clock.get());
        }
        assertThat(pauseAfter(100)).isEqualTo(Duration.ofMillis(100));
        turn.ended(clock.get());
        assertThat(pauseAfter(100)).isZero();
    }

    @Test
    void timeInWhichNothingWasDoneCountsAsLeftAlone() {
        for (int i = 0; i < 100; i++) {
            assertThat(pauseAfter(100)).isZero();
            turn.ended(clock.get());
            clock.addAndGet(Duration.ofMillis(100).toNanos());
        }
    }

    /** A busy handler that began to wait during the transaction asks again before as much time has passed once more. */
    @Test
    void whileOthersWriteItLeavesTheDatabaseAloneForAsLongAsItHadIt() {
        turn.othersWrote();
        assertThat(pauseAfter(8)).isEqualTo(Duration.ofMillis(10));
        assertThat(pauseAfter(50)).isEqualTo(Duration.ofMillis(52));
        assertThat(pauseAfter(700)).isEqualTo(Duration.ofMillis(100));
        assertThat(turn.othersWrite()).isTrue();

        clock.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThat(turn.othersWrite()).isFalse();
        assertThat(pauseAfter(8)).isZero();
    }

    @Test
    void aTransactionInsideOfAnotherIsAMistake() {
        turn.enter(Duration.ofSeconds(1));
        assertThatThrownBy(() -> turn.enter(Duration.ofSeconds(1))).isInstanceOf(IllegalStateException.class);
        turn.leave(Duration.ZERO);
    }
}
