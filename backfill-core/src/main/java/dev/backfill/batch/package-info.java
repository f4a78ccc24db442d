/**
 * Owns: Spring Batch: job, steps, partition handling, metadata. The only package that imports it.
 *
 * <p>Does not own: the truth about progress, which is the ledger's.
 *
 * <p>Start reading at: {@link dev.backfill.batch.BatchRuntime}.
 */
@NullMarked
package dev.backfill.batch;

import org.jspecify.annotations.NullMarked;
