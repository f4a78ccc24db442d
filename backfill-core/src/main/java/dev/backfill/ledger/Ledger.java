package dev.backfill.ledger;

import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.run.RunId;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * What was done, in the database where it was done. Every method joins the session's transaction, so that the record
 * and the data are one. Thread-safe.
 */
public interface Ledger {
    /** Writes the frozen bounds behind those that are there, numbered on. */
    void addPartitions(Session session, RunId run, List<Range> bounds);

    /** Of every partition, in order. */
    List<Checkpoint> checkpoints(Session session, RunId run);

    /**
     * @throws IllegalArgumentException if there is no such partition
     */
    Checkpoint checkpoint(Session session, RunId run, int partition);

    /**
     * Takes the chunk's number before its work is done, so that a second writer waits here and then fails, instead of
     * working first.
     *
     * @throws FencedException if the chunk is already there, the one before it is not, or a newer epoch holds the run
     */
    void claim(Session session, ChunkId id, long epoch, Range range);

    /**
     * Completes the claimed chunk.
     *
     * @param took the chunk's statements until now, its commit left out
     */
    void complete(Session session, ChunkId id, ChunkResult result, Duration took);

    /**
     * Records a row that could not be changed.
     *
     * @return false if the run had buried it before, in an earlier pass; the newer error is kept
     */
    boolean bury(Session session, ChunkId id, Position key, String error);

    Totals totals(Session session, RunId run);

    /** Of one partition, by number. */
    List<CommittedChunk> chunks(Session session, RunId run, int partition);

    /** How many of the run's dead letters no later run has done after all. */
    long unsettled(Session session, RunId run);

    /** The oldest first. */
    List<DeadLetter> deadLetters(Session session, RunId run, int limit);

    /** All of them, in an order of their own that is always the same; a few thousand are held in memory at a time. */
    void eachDeadLetter(Session session, RunId run, Consumer<DeadLetter> each);
}
