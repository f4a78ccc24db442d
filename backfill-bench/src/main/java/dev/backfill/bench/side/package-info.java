/**
 * Owns: the ways of doing the job that are compared, each as good as its author would make it.
 *
 * <p>Does not own: timing and checking them.
 *
 * <p>Start reading at: {@link dev.backfill.bench.side.Sides}.
 */
@NullMarked
package dev.backfill.bench.side;

import org.jspecify.annotations.NullMarked;
