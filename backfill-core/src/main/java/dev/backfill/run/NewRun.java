package dev.backfill.run;

/**
 * A run to be created.
 *
 * @param plan in the form of the plan's own codec
 */
public record NewRun(
        String backfill,
        String database,
        String table,
        String plan,
        String definitionFingerprint,
        long estimatedRows,
        Settings settings) {}
