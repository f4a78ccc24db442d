/**
 * Owns: a run looked back at: its plan, its course, its events, added up.
 *
 * <p>Does not own: how that is shown.
 *
 * <p>Start reading at: {@link dev.backfill.report.RunReport}.
 */
@NullMarked
package dev.backfill.report;

import org.jspecify.annotations.NullMarked;
