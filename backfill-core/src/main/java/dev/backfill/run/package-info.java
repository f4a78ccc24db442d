/**
 * Owns: the run: its state table, its lease, its events, what was asked of it, and where they are stored.
 *
 * <p>Does not own: the data's own transactions.
 *
 * <p>Start reading at: {@link dev.backfill.run.RunState}, then {@link dev.backfill.run.RunStore}.
 */
@NullMarked
package dev.backfill.run;

import org.jspecify.annotations.NullMarked;
