package dev.backfill.engine;

import dev.backfill.chunk.ChunkProbe;
import dev.backfill.database.Database;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes engines. */
public final class Engines {
    private Engines() {}

    /**
     * @param databases by name; closed with the engine
     * @param control the database for run state; null means each target keeps its own
     */
    public static BackfillEngine create(Map<String, Database> databases, @Nullable Database control) {
        return create(databases, control, ChunkProbe.NONE);
    }

    /** With a probe that is called around every commit, for tests of what happens when a process dies there. */
    public static BackfillEngine create(Map<String, Database> databases, @Nullable Database control, ChunkProbe probe) {
        return new DefaultBackfillEngine(databases, control, new EngineOptions(probe, true, InstantSource.system()));
    }

    /** Without guards: for measuring what they cost and what they are worth, never for a database that others use. */
    public static BackfillEngine unguarded(Map<String, Database> databases, @Nullable Database control) {
        return unguarded(databases, control, ChunkProbe.NONE);
    }

    /** Without guards and with a probe, for tests of what a chunk does by itself. */
    public static BackfillEngine unguarded(
            Map<String, Database> databases, @Nullable Database control, ChunkProbe probe) {
        return new DefaultBackfillEngine(databases, control, new EngineOptions(probe, false, InstantSource.system()));
    }

    /** With a clock for windows and ramps as well, for tests of them. */
    public static BackfillEngine create(
            Map<String, Database> databases, @Nullable Database control, ChunkProbe probe, InstantSource clock) {
        return new DefaultBackfillEngine(databases, control, new EngineOptions(probe, true, clock));
    }
}
