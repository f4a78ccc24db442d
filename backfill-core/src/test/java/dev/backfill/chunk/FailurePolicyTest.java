package dev.backfill.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.chunk.StopRequest.Kind;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailurePolicyTest {
    @ParameterizedTest
    @CsvSource({
        "CONTENTION,     24,   86400, false",
        "CONTENTION,     25,       0, true",
        "CONNECTION, 100000,     300, false",
        "CONNECTION,      1,     301, true",
        "CAPACITY,   100000,     300, false",
        "CAPACITY,        1,     301, true",
        "DATA,       100000,   86400, false",
        "DEFINITIVE,      1,       0, true",
    })
    void aClassHasABudgetOfTriesOrOfTime(FailureClass failureClass, int failures, long seconds, boolean exhausted) {
        assertThat(FailurePolicy.exhausted(failureClass, failures, Duration.ofSeconds(seconds)))
                .isEqualTo(exhausted);
    }

    @ParameterizedTest
    @CsvSource({
        "CONTENTION, 1, 20, 60",
        "CONTENTION, 25, 20, 2000",
        "CONNECTION, 1, 100, 300",
        "CONNECTION, 50, 100, 3000",
        "CAPACITY, 1, 500, 1500",
        "CAPACITY, 50, 500, 10000",
        "DATA, 1, 0, 0",
        "DEFINITIVE, 1, 0, 0",
    })
    void andWaitsBetweenTries(FailureClass failureClass, int failures, long shortest, long longest) {
        for (int i = 0; i < 200; i++) {
            assertThat(FailurePolicy.backOff(failureClass, failures))
                    .isBetween(Duration.ofMillis(shortest), Duration.ofMillis(longest));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CONTENTION, PAUSE, paused by itself after 3 tries of one chunk: why",
        "CONNECTION, PAUSE, paused by itself after 3 tries of one chunk: why",
        "CAPACITY, PAUSE, paused by itself after 3 tries of one chunk: why",
        "DATA, FAIL, the database refuses a chunk: why",
        "DEFINITIVE, FAIL, the database refuses a chunk: why",
    })
    void andEndsInAPauseWhereWaitingMayHelp(FailureClass failureClass, Kind kind, String reason) {
        DatabaseException failure = new DatabaseException(failureClass, null, "why", false, null);
        assertThat(FailurePolicy.stop(failure, 3)).isEqualTo(new StopRequest(kind, reason, failure));
    }
}
