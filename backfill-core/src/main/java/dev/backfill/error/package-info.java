/**
 * Owns: the one exception that people are meant to read, its stable codes, and how numbers are put in words.
 *
 * <p>Does not own: how it is shown; see the command line.
 *
 * <p>Start reading at: {@link dev.backfill.error.BackfillException}.
 */
@NullMarked
package dev.backfill.error;

import org.jspecify.annotations.NullMarked;
