package dev.backfill.database.sql;

/**
 * Where the rows come from that a statement is given: a table called {@code v}. Rows of row work have a key, the version
 * that was read, and new values; those of a copy have values alone.
 */
sealed interface MariaRowSource permits MariaJsonRows, MariaTypedRows {
    /** As it stands in FROM. */
    String from();

    /** The same with {@link #place}. */
    String fromPlaced();

    /** Which row of the statement's it is, from one on. */
    String place();

    /** A part of the key, as a value that the server compares as it orders the column. */
    String key(int part);

    /** The version that was read. */
    String version();

    /** A new value, as it stands in an assignment. */
    String value(int column);

    /** A new value where the server may keep rows before it writes them. */
    String kept(int column);

    /** A new value that is part of a key, as the server compares it. */
    String compared(int column);
}
