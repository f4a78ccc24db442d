package dev.backfill.database;

/** What a failure means for the chunk that met it. */
public enum FailureClass {
    /** Another transaction was in the way; the same chunk again, later and smaller, may pass. */
    CONTENTION,
    /** The connection or the server went away or is coming up; wait and try again. */
    CONNECTION,
    /** The server has no room: memory, disk, connections; wait longer. */
    CAPACITY,
    /** A row's data is refused; isolate the row. */
    DATA,
    /** Repeating will not help; stop and say what to do. */
    DEFINITIVE
}
