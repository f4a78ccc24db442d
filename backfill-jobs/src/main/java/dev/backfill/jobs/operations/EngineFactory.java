package dev.backfill.jobs.operations;

import dev.backfill.engine.BackfillEngine;
import dev.backfill.jobs.config.Configuration;

/** Makes the engine for a configuration. The engine connects when it is first asked something. */
@FunctionalInterface
public interface EngineFactory {
    BackfillEngine open(Configuration configuration);
}
