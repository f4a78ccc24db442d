package dev.backfill.throttle;

import dev.backfill.definition.ChunkLimits;
import java.time.Duration;

/** Decides how many rows the next chunk should have. Pure. */
public final class ChunkSizer {
    /** Growing by half reaches the maximum from the minimum within ten chunks for any sensible pair of limits. */
    private static final double GROWTH = 1.5;

    private ChunkSizer() {}

    /**
     * After a chunk that was committed: towards the size that would have taken the target time, by at most half as much
     * again or down to half.
     *
     * @param size what was asked for, in rows
     * @param rows how many the chunk had
     * @param serverTime its statements and commit, waits excluded
     */
    public static int afterCommit(ChunkLimits limits, int size, int rows, Duration serverTime) {
        if (rows == 0) {
            return size;
        }
        double fitting = rows * (double) limits.targetTime().toNanos() / Math.max(1, serverTime.toNanos());
        double bounded = Math.max(size / 2.0, Math.min(size * GROWTH, fitting));
        return (int) Math.max(limits.min(), Math.min(limits.max(), bounded));
    }

    /** After contention: half, also below the minimum, because a smaller chunk holds fewer locks for less time. */
    public static int afterContention(int size) {
        return Math.max(1, size / 2);
    }

    /**
     * While isolating a bad row: half of the rows that failed.
     *
     * @param rows how many the failed chunk had
     */
    public static int isolating(int rows) {
        return Math.max(1, rows / 2);
    }

    /** After a good chunk below the minimum: doubled, back up to the normal size. */
    public static int recovering(int size, int normal) {
        return Math.min(normal, size * 2);
    }

    /**
     * The most rows of a chunk at a stated rate, also below the minimum: at 500 rows per second a chunk of 1000 would be
     * a burst every two seconds.
     */
    public static int smooth(int rowsPerSecond) {
        return Math.max(1, rowsPerSecond / 10);
    }
}
