package dev.backfill.plan;

import java.time.Duration;

/**
 * What a run will take, from timed chunks that were rolled back.
 *
 * @param rows in the table
 * @param rowsExact false if sampled or from statistics
 * @param changes rows that will change
 * @param chunks at the expected chunk size
 * @param fastest whole run with the planned workers, nothing in the way
 * @param slowest whole run at the slowest timed chunk, as if more workers gained nothing
 * @param walBytes write-ahead log or its like, for the whole run; -1 if the database does not say
 */
public record Estimate(
        long rows, boolean rowsExact, long changes, long chunks, Duration fastest, Duration slowest, long walBytes) {}
