package dev.backfill.throttle;

import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How fast a counter of the server's grows, per second: before the run the mean over all that was seen, in the run
 * smoothed exponentially. Used by one thread.
 */
final class SmoothRate {
    /** Less says nothing about a rate. */
    private static final double SHORTEST = 0.5;

    private final double memorySeconds;
    private final LongSupplier nanoClock;
    private @Nullable Double from;
    private long fromAt;
    private OptionalDouble smoothed = OptionalDouble.empty();
    private boolean running;

    /**
     * @param memorySeconds in which an old rate loses two thirds of its weight
     */
    SmoothRate(double memorySeconds, LongSupplier nanoClock) {
        this.memorySeconds = memorySeconds;
        this.nanoClock = nanoClock;
    }

    /** What was usual before the run is where the run's rate begins. */
    void begin(OptionalDouble baseline) {
        running = true;
        smoothed = baseline;
        from = null;
    }

    /**
     * @param counter as it stands now; one that fell was begun anew
     * @return empty until there are two readings
     */
    OptionalDouble at(double counter) {
        long now = nanoClock.getAsLong();
        Double before = from;
        double seconds = (now - fromAt) / 1e9;
        if (before == null || counter < before) {
            from = counter;
            fromAt = now;
        } else if (seconds >= SHORTEST) {
            double rate = (counter - before) / seconds;
            smoothed = OptionalDouble.of(running ? smooth(rate, seconds) : rate);
            if (running) {
                from = counter;
                fromAt = now;
            }
        }
        return smoothed;
    }

    private double smooth(double rate, double seconds) {
        double old = smoothed.orElse(0);
        return old + (1 - Math.exp(-seconds / memorySeconds)) * (rate - old);
    }
}
