/**
 * Owns: what a backfill is, read from YAML or built in Java, and what can be wrong in it without asking a database.
 *
 * <p>Does not own: anything that needs the database to be known.
 *
 * <p>Start reading at: {@link dev.backfill.definition.Backfill}.
 */
@NullMarked
package dev.backfill.definition;

import org.jspecify.annotations.NullMarked;
