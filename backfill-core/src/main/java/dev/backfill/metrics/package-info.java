/**
 * Owns: the run's figures as Micrometer meters.
 *
 * <p>Does not own: serving them; see the application.
 *
 * <p>Start reading at: {@link dev.backfill.metrics.RunMetrics}.
 */
@NullMarked
package dev.backfill.metrics;

import org.jspecify.annotations.NullMarked;
