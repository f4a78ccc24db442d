/**
 * Owns: what a backfill does to others on the same server, measured.
 *
 * <p>Does not own: the server and its tables; see {@code server}.
 *
 * <p>Start reading at: {@link dev.backfill.bench.polite.Politeness}.
 */
@NullMarked
package dev.backfill.bench.polite;

import org.jspecify.annotations.NullMarked;
