/**
 * Owns: what people type and read: one file per verb, text, JSON, progress, exit codes.
 *
 * <p>Does not own: any decision about a run; see {@code operations}.
 *
 * <p>Start reading at: {@link dev.backfill.jobs.cli.Main}, then {@code Verb}.
 */
@NullMarked
package dev.backfill.jobs.cli;

import org.jspecify.annotations.NullMarked;
