package dev.backfill.chunk;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.throttle.Jitter;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;

/** How often and how long a chunk is tried again, by class of failure: one table. Pure but for its jitter. */
final class FailurePolicy {
    /** Longer than a failover or a restart takes; shorter than a night. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Drawn by many workers at once. */
    private static final RandomGenerator CHANCE = new Random();

    /** A budget and the waits between tries. */
    private record Rule(Budget budget, IntervalFunction backOff) {}

    private static final Map<FailureClass, Rule> RULES = Map.of(
            // each try is half as large and later, so this many mean that the row itself is held
            FailureClass.CONTENTION, new Rule(new Budget.Tries(25), between(20, 2_000)),
            FailureClass.CONNECTION, new Rule(new Budget.Time(PATIENCE), between(100, 3_000)),
            // what is full is not emptied by asking again soon
            FailureClass.CAPACITY, new Rule(new Budget.Time(PATIENCE), between(500, 10_000)),
            // halving ends by itself: at one row, which is buried
            FailureClass.DATA, new Rule(new Budget.Unlimited(), FailurePolicy::atOnce),
            FailureClass.DEFINITIVE, new Rule(new Budget.Tries(1), FailurePolicy::atOnce));

    private FailurePolicy() {}

    /** What may be spent on one chunk. */
    sealed interface Budget {
        /**
         * @param failures of the chunk so far
         * @param failingFor since the first of them
         */
        boolean exhausted(int failures, Duration failingFor);

        record Tries(int most) implements Budget {
            @Override
            public boolean exhausted(int failures, Duration failingFor) {
                return failures >= most;
            }
        }

        record Time(Duration longest) implements Budget {
            @Override
            public boolean exhausted(int failures, Duration failingFor) {
                return failingFor.compareTo(longest) > 0;
            }
        }

        record Unlimited() implements Budget {
            @Override
            public boolean exhausted(int failures, Duration failingFor) {
                return false;
            }
        }
    }

    private static IntervalFunction between(long shortestMillis, long longestMillis) {
        return Jitter.decorrelated(Duration.ofMillis(shortestMillis), Duration.ofMillis(longestMillis), CHANCE);
    }

    private static long atOnce(int tries) {
        return 0;
    }

    private static Rule rule(FailureClass failureClass) {
        return Objects.requireNonNull(RULES.get(failureClass));
    }

    static boolean exhausted(FailureClass failureClass, int failures, Duration failingFor) {
        return rule(failureClass).budget().exhausted(failures, failingFor);
    }

    /**
     * A chunk that makes way for somebody who waits for its rows spends none of its tries: however many come for a hot row,
     * each is let through, and the chunk comes later and later. Only where that never ends the run pauses.
     */
    static boolean yieldedTooLong(Duration failingFor) {
        return failingFor.compareTo(PATIENCE) > 0;
    }

    /**
     * @param failures of the chunk so far, from 1
     */
    static Duration backOff(FailureClass failureClass, int failures) {
        return Duration.ofMillis(rule(failureClass).backOff().apply(failures));
    }

    /** What the run does when the budget is spent. */
    static StopRequest stop(DatabaseException failure, int failures) {
        String message = failure.getMessage();
        if (failure.cancelled()) {
            return new StopRequest(
                    StopRequest.Kind.PAUSE,
                    "paused by itself: one chunk was cancelled for " + PATIENCE.toMinutes() + " minutes, " + failures
                            + " tries, mostly to make way for others who waited for its rows: " + message,
                    failure);
        }
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
