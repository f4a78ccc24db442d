/**
 * Owns: the port: what any database must be able to do for the engine.
 *
 * <p>Does not own: any SQL text of a dialect.
 *
 * <p>Start reading at: {@link dev.backfill.database.Database}.
 */
@NullMarked
package dev.backfill.database;

import org.jspecify.annotations.NullMarked;
