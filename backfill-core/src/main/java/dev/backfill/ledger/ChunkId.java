package dev.backfill.ledger;

import dev.backfill.run.RunId;

/**
 * Names one chunk of one run. As the ledger's primary key it is the fence: it can be written once.
 *
 * @param chunk counts from 1 within its partition
 */
public record ChunkId(RunId run, int partition, int chunk) {}
