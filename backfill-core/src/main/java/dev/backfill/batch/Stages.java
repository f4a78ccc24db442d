package dev.backfill.batch;

import dev.backfill.chunk.ChunkLoop.Turn;
import java.util.List;

/** What the job's steps do; the job only decides the order. Each may be called again after a restart. */
public interface Stages {
    /** Looks again at what may have changed since the plan was made. */
    void preflight();

    /** Numbers of the planned partitions, those already done included. */
    List<Integer> partitions();

    /** Freezes slices for rows that appeared meanwhile; numbers of all such partitions. */
    List<Integer> sweeps();

    /** Runs a partition's next chunk; called by several threads, never twice at once for one partition. */
    Turn chunk(int partition) throws InterruptedException;

    /** Spring Batch has counted the partition's latest chunk. */
    void counted();

    /** Runs the checks; throws if they fail. */
    void verify();

    void close();

    /** True if the run is to stop: steps end before their next piece of work. */
    boolean stopping();
}
