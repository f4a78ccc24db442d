package dev.backfill.database;

/** The two groups of tables that the engine keeps for itself. */
public enum OwnTables {
    /** In the database whose table is backfilled, written in the chunks' own transactions. */
    LEDGER,
    /** In the database that holds run state. */
    CONTROL
}
