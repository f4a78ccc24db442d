/**
 * Owns: one dialect per database: keyset predicates, bulk writes, introspection, health.
 *
 * <p>Does not own: when a statement runs, in which transaction, and what happens when it fails.
 *
 * <p>Start reading at: {@code PostgresDatabase}.
 */
@NullMarked
package dev.backfill.database.sql;

import org.jspecify.annotations.NullMarked;
