/**
 * Owns: every use case of the application once: names in, figures out.
 *
 * <p>Does not own: how they are typed or shown.
 *
 * <p>Start reading at: {@link dev.backfill.jobs.operations.Operations}.
 */
@NullMarked
package dev.backfill.jobs.operations;

import org.jspecify.annotations.NullMarked;
