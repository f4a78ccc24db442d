/**
 * Owns: what the operator configures, and what can be wrong in it.
 *
 * <p>Does not own: the definitions; see {@code dev.backfill.definition}.
 *
 * <p>Start reading at: {@link dev.backfill.jobs.config.Configuration}.
 */
@NullMarked
package dev.backfill.jobs.config;

import org.jspecify.annotations.NullMarked;
