package dev.backfill.chunk;

/** Called at each {@link Moment}, so that tests can stop the world there. Production uses {@link #NONE}. */
@FunctionalInterface
public interface ChunkProbe {
    ChunkProbe NONE = moment -> {};

    void at(Moment moment);
}
