/**
 * Owns: a PostgreSQL server that needs no installation, for {@code backfill demo}.
 *
 * <p>Does not own: what is shown on it; see {@code dev.backfill.jobs.demo}.
 *
 * <p>Start reading at: {@link dev.backfill.demo.EmbeddedPostgresServer}.
 */
@NullMarked
package dev.backfill.demo;

import org.jspecify.annotations.NullMarked;
