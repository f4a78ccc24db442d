package dev.backfill.run;

/** What people want of a run; the process that runs it obeys within a chunk. */
public enum Desired {
    RUN,
    PAUSE,
    ABORT
}
