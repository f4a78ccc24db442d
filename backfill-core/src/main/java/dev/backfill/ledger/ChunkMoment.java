package dev.backfill.ledger;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a chunk came, and what it did.
 *
 * @param at by the database's clock
 * @param took its statements, the commit left out; null if an older version of the engine wrote it
 */
public record ChunkMoment(int partition, Instant at, ChunkResult result, @Nullable Duration took) {}
