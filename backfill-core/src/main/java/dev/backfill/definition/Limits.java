package dev.backfill.definition;

import org.jspecify.annotations.Nullable;

/**
 * @param rowsPerSecond scanned rows per second of the whole run; null means no limit
 * @param maxDeadLetters the run pauses itself when more rows than this could not be changed
 * @param maxRetriesPerMinute chunks of the whole run that may be tried again within a minute before it pauses itself; null means any number
 */
public record Limits(
        @Nullable Integer rowsPerSecond, DeadLetterLimit maxDeadLetters, @Nullable Integer maxRetriesPerMinute) {
    public static final Limits DEFAULT = new Limits(null, 100);

    public Limits(@Nullable Integer rowsPerSecond, long maxDeadLetters) {
        this(rowsPerSecond, new DeadLetterLimit.Rows(maxDeadLetters), null);
    }
}
