package dev.backfill.definition;

import org.jspecify.annotations.Nullable;

/**
 * @param rowsPerSecond scanned rows per second of the whole run; null means no limit
 * @param maxDeadLetters the run fails when more rows than this could not be changed
 */
public record Limits(@Nullable Integer rowsPerSecond, long maxDeadLetters) {
    public static final Limits DEFAULT = new Limits(null, 100);
}
