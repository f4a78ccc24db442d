/**
 * Owns: what a test needs around the engine: real database servers, a network that can be cut, processes that can be
 * killed.
 *
 * <p>Does not own: what a database must do; that is the contract of {@link dev.backfill.database}.
 *
 * <p>Start reading at: {@link dev.backfill.testkit.PostgresServer}, {@link dev.backfill.testkit.TcpProxy}, {@link
 * dev.backfill.testkit.JavaProcess}.
 */
@NullMarked
package dev.backfill.testkit;

import org.jspecify.annotations.NullMarked;
