package dev.backfill.ledger;

import java.time.Instant;

/**
 * When a chunk came, and what it did.
 *
 * @param at by the database's clock
 */
public record ChunkMoment(int partition, Instant at, ChunkResult result) {}
