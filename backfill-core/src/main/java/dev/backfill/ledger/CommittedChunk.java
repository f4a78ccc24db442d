package dev.backfill.ledger;

import dev.backfill.database.Range;

/**
 * One chunk as the ledger has it.
 *
 * @param number counts from 1 within its partition
 * @param range from the checkpoint at which it began to the one that it left
 */
public record CommittedChunk(int number, Range range, ChunkResult result) {}
