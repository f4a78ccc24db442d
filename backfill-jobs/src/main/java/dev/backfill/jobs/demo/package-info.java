/**
 * Owns: what {@code backfill demo} shows: the table, its rows, the folder with configuration and definitions.
 *
 * <p>Does not own: the server, which is brought by a module of its own so that the application never carries it.
 *
 * <p>Start reading at: {@link dev.backfill.jobs.demo.DemoFolder}.
 */
@NullMarked
package dev.backfill.jobs.demo;

import org.jspecify.annotations.NullMarked;
