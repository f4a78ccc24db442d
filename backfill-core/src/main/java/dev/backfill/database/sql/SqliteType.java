package dev.backfill.database.sql;

import dev.backfill.database.Column;
import java.util.Locale;

/**
 * A column's affinity: what SQLite makes of values that are stored in it. It is a preference and no type: a column of any
 * affinity may hold values of any storage class.
 */
enum SqliteType {
    INTEGER,
    TEXT,
    BLOB,
    REAL,
    NUMERIC;

    /**
     * By SQLite's own rules.
     *
     * @param strict true for a table of which values have the declared type, or none
     */
    static SqliteType declared(String type, boolean strict) {
        String upper = type.toUpperCase(Locale.ROOT);
        if (upper.isEmpty() || (strict && upper.equals("ANY"))) {
            return BLOB;
        }
        if (upper.contains("INT")) {
            return INTEGER;
        }
        if (upper.contains("CHAR") || upper.contains("CLOB") || upper.contains("TEXT")) {
            return TEXT;
        }
        if (upper.contains("BLOB")) {
            return BLOB;
        }
        return upper.contains("REAL") || upper.contains("FLOA") || upper.contains("DOUB") ? REAL : NUMERIC;
    }

    /** As it stands in a column's description. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static SqliteType of(Column column) {
        return valueOf(column.bareType().toUpperCase(Locale.ROOT));
    }

    boolean numeric() {
        return this == INTEGER || this == REAL || this == NUMERIC;
    }

    /**
     * True if storing the expression's value would change what is stored. The collation does not decide, nor does the
     * expression's own affinity, which a plus takes away.
     */
    static String differs(Column column, String expression) {
        return differs(SqliteNames.of(column), column, expression);
    }

    /**
     * The same of a row that a statement calls otherwise.
     *
     * @param stored what the row has
     */
    static String differs(String stored, Column column, String expression) {
        String given = "+(" + expression + ")";
        String values = stored + " COLLATE BINARY IS NOT " + given;
        // 1 and 1.0 are equal, and here they are stored as they are given
        return of(column) == BLOB ? "(" + values + " OR typeof(" + stored + ") IS NOT typeof(" + given + "))" : values;
    }

    /** A value as text for people. */
    static String text(String value) {
        return "CASE typeof(" + value + ") WHEN 'blob' THEN hex(" + value + ") ELSE CAST(" + value + " AS TEXT) END";
    }
}
