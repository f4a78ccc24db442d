package dev.backfill.ledger;

import dev.backfill.database.Position;
import dev.backfill.run.RunId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row that could not be changed.
 *
 * @param error why, safe to show: never a row's values
 * @param settledBy the run that did the row after all; null as long as none has
 */
public record DeadLetter(int partition, Position key, String error, Instant at, @Nullable RunId settledBy) {}
