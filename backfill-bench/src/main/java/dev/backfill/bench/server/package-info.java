/**
 * Owns: the PostgreSQL server, its settings with their reasons, the users table, and fresh copies of it.
 *
 * <p>Does not own: anything that changes a row.
 *
 * <p>Start reading at: {@link dev.backfill.bench.server.Server}.
 */
@NullMarked
package dev.backfill.bench.server;

import org.jspecify.annotations.NullMarked;
