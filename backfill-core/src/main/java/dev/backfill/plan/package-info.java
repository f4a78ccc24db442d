/**
 * Owns: the frozen decision for one run: bounds, estimates, statements, findings, risk, fingerprint.
 *
 * <p>Does not own: finding things out; see {@code preflight}.
 *
 * <p>Start reading at: {@link dev.backfill.plan.Plan}.
 */
@NullMarked
package dev.backfill.plan;

import org.jspecify.annotations.NullMarked;
