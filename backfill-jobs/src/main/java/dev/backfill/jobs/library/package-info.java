/**
 * Owns: the backfills that ship with the application, one file each, as beans.
 *
 * <p>Does not own: how a backfill is run.
 *
 * <p>Start reading at: {@link dev.backfill.jobs.library.Library}, then {@link dev.backfill.jobs.library.FullNameSplit}.
 */
@NullMarked
package dev.backfill.jobs.library;

import org.jspecify.annotations.NullMarked;
