/**
 * Owns: one run of the benchmark: rounds, medians, ratios, targets, and the report.
 *
 * <p>Does not own: what is measured, and the server it is measured on.
 *
 * <p>Start reading at: {@link dev.backfill.bench.Main}.
 */
@NullMarked
package dev.backfill.bench;

import org.jspecify.annotations.NullMarked;
