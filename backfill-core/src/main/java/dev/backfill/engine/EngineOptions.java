package dev.backfill.engine;

import dev.backfill.chunk.ChunkProbe;
import java.time.InstantSource;

/**
 * What differs between an engine and one for tests or measurements.
 *
 * @param probe called around every commit
 * @param guarded false if nothing watches the database
 * @param clock of windows and ramps
 */
record EngineOptions(ChunkProbe probe, boolean guarded, InstantSource clock) {}
