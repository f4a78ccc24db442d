package dev.backfill.run;

import java.time.Instant;

/**
 * Something that happened to a run, kept for good.
 *
 * @param at by the database's clock
 * @param actor who did it: {@code user@host}, or {@code engine}
 * @param what short and stable, such as {@code state}, {@code tune}, {@code take-over}
 * @param detail for people: old → new and why
 */
public record RunEvent(RunId run, Instant at, String actor, String what, String detail) {}
