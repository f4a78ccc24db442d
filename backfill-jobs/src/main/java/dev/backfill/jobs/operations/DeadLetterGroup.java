package dev.backfill.jobs.operations;

import dev.backfill.database.Position;

/**
 * Rows that could not be changed for one reason.
 *
 * @param error what their errors have in common; {@code #} stands for keys and figures
 * @param rows how many
 * @param example one of them
 */
public record DeadLetterGroup(String error, long rows, Position example) {}
