/**
 * Owns: doing a backfill's work on one key range inside somebody's transaction, for SQL work, row work and copies.
 *
 * <p>Does not own: which range, which transaction, what happens on failure; see {@code chunk}.
 *
 * <p>Start reading at: {@link dev.backfill.work.RangeWork}.
 */
@NullMarked
package dev.backfill.work;

import org.jspecify.annotations.NullMarked;
