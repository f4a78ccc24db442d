/**
 * Owns: the servers, their settings with the reasons for them, and fresh copies of databases.
 *
 * <p>Does not own: what is in the tables, and anything that changes a row.
 *
 * <p>Start reading at: {@link dev.backfill.bench.server.Server}.
 */
@NullMarked
package dev.backfill.bench.server;

import org.jspecify.annotations.NullMarked;
