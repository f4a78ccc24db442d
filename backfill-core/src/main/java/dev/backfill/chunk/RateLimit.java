package dev.backfill.chunk;

/**
 * A rate that is in force.
 *
 * @param signal who says so, short and stable: a label of metrics
 * @param rowsPerSecond of the whole run
 */
public record RateLimit(String signal, int rowsPerSecond) {}
