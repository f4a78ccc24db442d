package dev.backfill.jobs.operations;

import org.jspecify.annotations.Nullable;

/**
 * What the operator says about speed; null leaves it as it is.
 *
 * @param rowsPerSecond of the whole run
 * @param workers chunks at the same time
 * @param chunkRows fixes the chunk's size
 */
public record Pace(@Nullable Integer rowsPerSecond, @Nullable Integer workers, @Nullable Integer chunkRows) {
    public boolean saysNothing() {
        return rowsPerSecond == null && workers == null && chunkRows == null;
    }
}
