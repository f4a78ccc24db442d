package dev.backfill.engine;

import dev.backfill.definition.Backfill;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.run.Settings;
import org.jspecify.annotations.Nullable;

/**
 * What the operator says for one run, over the definition; null keeps the definition's value.
 *
 * @param canary the share of the rows after which the run pauses, between 0 and 1; null if it does not
 */
public record RunOptions(
        @Nullable Integer workers,
        @Nullable Integer rowsPerSecond,
        @Nullable Integer chunkRows,
        @Nullable Double canary) {
    public static final RunOptions NONE = new RunOptions(null, null, null);

    /** Of all rows. */
    public RunOptions(@Nullable Integer workers, @Nullable Integer rowsPerSecond, @Nullable Integer chunkRows) {
        this(workers, rowsPerSecond, chunkRows, null);
    }

    Settings settings(Backfill backfill) {
        if (canary != null && !(canary > 0 && canary < 1)) {
            throw new BackfillException(
                    ErrorCode.USAGE, "canary is " + canary + "; expected a share above 0 and below 1", "");
        }
        check(workers, rowsPerSecond, chunkRows);
        return new Settings(backfill.limits().rowsPerSecond(), backfill.workers(), null)
                .with(rowsPerSecond, workers, chunkRows);
    }

    static void check(@Nullable Integer workers, @Nullable Integer rowsPerSecond, @Nullable Integer chunkRows) {
        within("workers", workers, 1, Settings.MAX_WORKERS);
        within("rate", rowsPerSecond, Settings.NONE, Settings.MAX_ROWS_PER_SECOND);
        within("chunk", chunkRows, Settings.NONE, Settings.MAX_CHUNK_ROWS);
    }

    private static void within(String what, @Nullable Integer value, int min, int max) {
        if (value != null && (value < min || value > max)) {
            throw new BackfillException(
                    ErrorCode.USAGE, what + " is " + value + "; expected a whole number from 1 to " + max, "");
        }
    }
}
