/**
 * Owns: one file per check that runs before anything is written.
 *
 * <p>Does not own: the decision to go on; see {@code engine}.
 *
 * <p>Start reading at: {@link dev.backfill.preflight.Preflight}.
 */
@NullMarked
package dev.backfill.preflight;

import org.jspecify.annotations.NullMarked;
