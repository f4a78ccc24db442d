/**
 * Owns: what every database behind the engine must make true, as abstract suites that a few lines per database run.
 *
 * <p>Does not own: which databases there are.
 *
 * <p>Start reading at: {@link dev.backfill.testkit.contract.EngineContract}.
 */
@NullMarked
package dev.backfill.testkit.contract;

import org.jspecify.annotations.NullMarked;
