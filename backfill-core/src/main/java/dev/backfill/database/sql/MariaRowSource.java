package dev.backfill.database.sql;

/** Where the rows come from that a statement of row work is given: a table called {@code v} of keys, versions and new values. */
sealed interface MariaRowSource permits MariaJsonRows, MariaTypedRows {
    /** As it stands in FROM. */
    String from();

    /** A part of the key, as a value that the server compares as it orders the column. */
    String key(int part);

    /** The version that was read. */
    String version();

    /** A new value, as it stands in an assignment. */
    String value(int column);
}
