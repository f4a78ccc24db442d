package dev.backfill.plan;

/**
 * What a check before the run found.
 *
 * @param code stable, such as {@code key-not-unique}
 * @param saw what was seen, with names and figures
 * @param advice what to do
 */
public record Finding(String code, Severity severity, String saw, String advice) {}
