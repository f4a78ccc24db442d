package dev.backfill.database.sql;

import java.util.regex.Pattern;

/**
 * @param explain what asks for the plan of the statement behind it, as a table
 * @param greeting what a session begins with
 * @param unordered what an UPDATE begins with, before its table, so that every assignment sees the row as it was; empty
 *     if every one does
 * @param keyPart of a dead letter {@code d}, the text of a part of its key, which has a number
 * @param misread what the driver cannot have in a name: it would take the name's end for a part of it
 * @param locking what a query ends with that keeps others from changing the rows of {@code t} that it finds
 * @param batch the words of Spring Batch's script for this database
 */
record MariaStatements(
        String explain,
        String greeting,
        String unordered,
        String keyPart,
        Pattern misread,
        String locking,
        String batch) {
    /**
     * What a session is told besides, as assignments: all rows are read, COMMIT is the end, references and unique values are
     * looked at, and no statement is refused for what it could do to a table in careless hands.
     */
    static final String CAREFUL =
            "sql_select_limit = 18446744073709551615, completion_type = 0, foreign_key_checks = 1,"
                    + " unique_checks = 1, sql_safe_updates = 0, sql_big_selects = 1";
}
