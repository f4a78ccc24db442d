package dev.backfill.database;

import org.jspecify.annotations.Nullable;

/**
 * Narrows a target to rows that failed before: to the dead letters of a run that nobody has settled.
 *
 * @param of the run in which they failed
 * @param by the run that tries them again, whose settled rows stay in view; null while it has no name yet
 */
public record Retry(String of, @Nullable String by) {}
