/**
 * Owns: every use case once: plan, rehearse, start, pause, resume, abort, tune, verify.
 *
 * <p>Does not own: how they are typed or shown.
 *
 * <p>Start reading at: {@link dev.backfill.engine.BackfillEngine}.
 */
@NullMarked
package dev.backfill.engine;

import org.jspecify.annotations.NullMarked;
