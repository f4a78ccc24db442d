package dev.backfill.chunk;

/** The points around a chunk's commit at which a process may die and lose nothing. */
public enum Moment {
    /** All is written, the ledger too; not committed. */
    BEFORE_COMMIT,
    /** Committed; nobody has been told. */
    AFTER_COMMIT,
    /** Spring Batch is about to count the chunk. */
    BEFORE_METADATA,
    /** Spring Batch has counted the chunk. */
    AFTER_METADATA
}
