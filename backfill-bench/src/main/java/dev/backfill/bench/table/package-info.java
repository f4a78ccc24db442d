/**
 * Owns: the tables, as they are before and as they must be after, for each product in its own words.
 *
 * <p>Does not own: the servers, and anything that changes a row.
 *
 * <p>Start reading at: {@link dev.backfill.bench.table.Content}.
 */
@NullMarked
package dev.backfill.bench.table;

import org.jspecify.annotations.NullMarked;
