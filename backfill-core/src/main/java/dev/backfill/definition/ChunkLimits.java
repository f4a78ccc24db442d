package dev.backfill.definition;

import java.time.Duration;

/**
 * How many rows a chunk may have, and how long it should take.
 *
 * @param min rows; where the size starts
 * @param max rows
 * @param targetTime server time of one chunk, waits excluded, towards which the size adapts
 */
public record ChunkLimits(int min, int max, Duration targetTime) {
    public static final ChunkLimits DEFAULT = new ChunkLimits(1000, 5000, Duration.ofMillis(500));

    public ChunkLimits {
        if (min < 1 || max < min) {
            throw new IllegalArgumentException("chunk: 1 <= min <= max, but min is " + min + " and max is " + max);
        }
    }

    /** The same target time with one fixed size. */
    public ChunkLimits fixed(int rows) {
        return new ChunkLimits(rows, rows, targetTime);
    }
}
