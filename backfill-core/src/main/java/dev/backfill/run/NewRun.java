package dev.backfill.run;

import org.jspecify.annotations.Nullable;

/**
 * A run to be created.
 *
 * @param plan in the form of the plan's own codec
 * @param canary the share of the rows after which the run pauses; null if it is none
 */
public record NewRun(
        String backfill,
        String database,
        String table,
        String plan,
        String definitionFingerprint,
        long estimatedRows,
        Settings settings,
        @Nullable Double canary) {
    /** A run of all rows. */
    public NewRun(
            String backfill,
            String database,
            String table,
            String plan,
            String definitionFingerprint,
            long estimatedRows,
            Settings settings) {
        this(backfill, database, table, plan, definitionFingerprint, estimatedRows, settings, null);
    }
}
