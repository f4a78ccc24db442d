/**
 * Owns: acceptance runs on real data, as an operator types them, and the backfills of a made-up author that they run.
 *
 * <p>Does not own: the data, which lies beside the repository.
 *
 * <p>Start reading at: {@link dev.backfill.jobs.acceptance.TateAcceptanceTest}.
 */
@NullMarked
package dev.backfill.jobs.acceptance;

import org.jspecify.annotations.NullMarked;
