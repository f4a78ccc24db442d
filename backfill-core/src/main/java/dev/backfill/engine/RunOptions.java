package dev.backfill.engine;

import org.jspecify.annotations.Nullable;

/** What the operator says for one run, over the definition; null keeps the definition's value. */
public record RunOptions(@Nullable Integer workers, @Nullable Integer rowsPerSecond, @Nullable Integer chunkRows) {
    public static final RunOptions NONE = new RunOptions(null, null, null);
}
