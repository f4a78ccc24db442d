/**
 * Owns: what may hold a run back, one file per guard; pure decisions about pace: rows per second, rows per chunk,
 * workers.
 *
 * <p>Does not own: waiting between chunks is done by {@code chunk}; nothing here sleeps.
 *
 * <p>Start reading at: {@link dev.backfill.throttle.Guard}.
 */
@NullMarked
package dev.backfill.throttle;

import org.jspecify.annotations.NullMarked;
