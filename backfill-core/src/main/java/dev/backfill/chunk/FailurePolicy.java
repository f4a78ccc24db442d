package dev.backfill.chunk;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;

/** How often and how long a chunk is tried again, by class of failure. Pure but for its jitter. */
final class FailurePolicy {
    /** Each try is half as large and later, so this many mean that the row itself is held. */
    private static final int CONTENTION_TRIES = 25;
    /** Longer than a failover or a restart takes; shorter than a night. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final IntervalFunction AFTER_CONTENTION =
            IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(20), 1.6, 0.5, Duration.ofSeconds(2));
    private static final IntervalFunction AFTER_LOSS =
            IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(100), 1.8, 0.5, Duration.ofSeconds(3));

    private FailurePolicy() {}

    static boolean exhausted(FailureClass failureClass, int failures, Duration failingFor) {
        return switch (failureClass) {
            case CONTENTION -> failures >= CONTENTION_TRIES;
            case CONNECTION, CAPACITY -> failingFor.compareTo(PATIENCE) > 0;
            case DATA -> false;
            case DEFINITIVE -> true;
        };
    }

    static Duration backOff(FailureClass failureClass, int failures) {
        return switch (failureClass) {
            case CONTENTION -> Duration.ofMillis(AFTER_CONTENTION.apply(failures));
            case CONNECTION, CAPACITY -> Duration.ofMillis(AFTER_LOSS.apply(failures));
            case DATA, DEFINITIVE -> Duration.ZERO;
        };
    }

    /** What the run does when patience is at an end. */
    static StopRequest stop(DatabaseException failure, int failures) {
        String message = failure.getMessage();
        return switch (failure.failureClass()) {
            case CONTENTION, CONNECTION, CAPACITY ->
                new StopRequest(
                        StopRequest.Kind.PAUSE,
                        "paused by itself after " + failures + " tries of one chunk: " + message,
                        failure);
            case DATA, DEFINITIVE ->
                new StopRequest(StopRequest.Kind.FAIL, "the database refuses a chunk: " + message, failure);
        };
    }
}
