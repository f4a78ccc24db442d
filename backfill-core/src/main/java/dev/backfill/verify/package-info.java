/**
 * Owns: one file per kind of check that runs after the last chunk.
 *
 * <p>Does not own: the run's state.
 *
 * <p>Start reading at: {@link dev.backfill.verify.Verifier}.
 */
@NullMarked
package dev.backfill.verify;

import org.jspecify.annotations.NullMarked;
