package dev.backfill.definition;

import java.time.Duration;

/**
 * One step of a run's beginning: a rate that is kept for a while, in which nothing held the run back, before the next
 * one is tried.
 *
 * @param rowsPerSecond of the whole run
 * @param hold how long, time that the run was held back excluded
 */
public record RampStep(int rowsPerSecond, Duration hold) {}
