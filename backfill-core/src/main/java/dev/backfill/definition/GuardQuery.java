package dev.backfill.definition;

import org.jspecify.annotations.Nullable;

/**
 * A guard of the author's own: a query whose one number says how the database or the application is doing.
 *
 * @param name unique among the guards of the backfill; lower case letters, digits and hyphens
 * @param query a SELECT that answers exactly one row with one number; the higher the number, the worse
 * @param slowAbove the run is slowed while the number is above this; null means never
 * @param stopAbove the run waits while the number is above this; null means never
 */
public record GuardQuery(String name, String query, @Nullable Double slowAbove, @Nullable Double stopAbove) {}
