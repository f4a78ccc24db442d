package dev.backfill.throttle;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waiting times that spread those who failed together: decorrelated jitter, {@code min(cap, random(base, previous * 3))},
 * from Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015. Pure but for its source of chance.
 */
public final class Jitter {
    /** From here on the cap decides; more steps would only cost time. */
    private static final int STEPS = 24;

    private Jitter() {}

    /**
     * The wait before each try again, in milliseconds, counted from 1. Each answer is drawn anew from the beginning of the
     * chain, so that it depends on nothing but the number of the try. Thread-safe if the source of chance is.
     *
     * @param base the shortest wait; at least 10 ms
     */
    public static IntervalFunction decorrelated(Duration base, Duration cap, RandomGenerator random) {
        long shortest = base.toMillis();
        long longest = cap.toMillis();
        // its first element is the base itself, which all would wait alike
        IntervalFunction chain = IntervalFunction.of(
                base, previous -> Math.min(longest, random.nextLong(shortest, Math.max(shortest + 1, previous * 3))));
        return tries -> chain.apply(Math.min(tries, STEPS) + 1);
    }
}
