package dev.backfill.ledger;

import dev.backfill.database.Position;
import java.time.Instant;

/**
 * One row that could not be changed.
 *
 * @param error why, safe to show: never a row's values
 */
public record DeadLetter(int partition, Position key, String error, Instant at) {}
