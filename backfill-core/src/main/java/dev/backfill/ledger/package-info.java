/**
 * Owns: partitions, chunks and dead letters, written in the transaction that writes the data.
 *
 * <p>Does not own: run state and events; see {@code run}.
 *
 * <p>Start reading at: {@link dev.backfill.ledger.Ledger}.
 */
@NullMarked
package dev.backfill.ledger;

import org.jspecify.annotations.NullMarked;
