package dev.backfill.engine;

import dev.backfill.chunk.ChunkProbe;

/**
 * What differs between an engine and one for tests or measurements.
 *
 * @param probe called around every commit
 * @param guarded false if nothing watches the database
 */
record EngineOptions(ChunkProbe probe, boolean guarded) {}
