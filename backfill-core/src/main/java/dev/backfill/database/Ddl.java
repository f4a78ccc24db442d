package dev.backfill.database;

import java.util.List;

/** Statements that create the engine's own tables where they do not exist; each may be run again. */
public interface Ddl {
    /** For the database whose table is backfilled. */
    List<String> ledger();

    /** For the database that holds run state. */
    List<String> control();
}
