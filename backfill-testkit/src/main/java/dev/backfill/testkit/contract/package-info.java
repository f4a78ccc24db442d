/**
 * Owns: what every database behind the engine must make true, as abstract suites that a few lines per database run.
 *
 * <p>Does not own: what a database's server is, and how the engine speaks to it.
 *
 * <p>Start reading at: {@link dev.backfill.testkit.contract.EngineContract}, {@link
 * dev.backfill.testkit.contract.TestDialect}.
 */
@NullMarked
package dev.backfill.testkit.contract;

import org.jspecify.annotations.NullMarked;
