package dev.backfill.definition;

import org.jspecify.annotations.Nullable;

/**
 * @param rowsPerSecond scanned rows per second of the whole run; null means no limit
 * @param maxDeadLetters the run fails when more rows than this could not be changed
 * @param maxRetriesPerMinute chunks of the whole run that may be tried again within a minute; null means none stated
 */
public record Limits(
        @Nullable Integer rowsPerSecond, DeadLetterLimit maxDeadLetters, @Nullable Integer maxRetriesPerMinute) {
    public static final Limits DEFAULT = new Limits(null, 100);

    public Limits(@Nullable Integer rowsPerSecond, long maxDeadLetters) {
        this(rowsPerSecond, new DeadLetterLimit.Rows(maxDeadLetters), null);
    }
}
