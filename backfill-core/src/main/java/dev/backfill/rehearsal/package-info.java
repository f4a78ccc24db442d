/**
 * Owns: the dry run: real chunks in transactions that cannot commit, and the report of them.
 *
 * <p>Does not own: the chunk itself.
 *
 * <p>Start reading at: {@link dev.backfill.rehearsal.Rehearsal}.
 */
@NullMarked
package dev.backfill.rehearsal;

import org.jspecify.annotations.NullMarked;
