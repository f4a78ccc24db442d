package dev.backfill.database.sql;

import dev.backfill.database.Column;

/** Names as they stand in SQLite's SQL. */
final class SqliteNames {
    private SqliteNames() {}

    /** The column of the table that a statement is about. */
    static String of(Column column) {
        return "t." + Identifiers.quote(column.name());
    }
}
