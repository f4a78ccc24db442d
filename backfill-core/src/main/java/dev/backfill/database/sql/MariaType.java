package dev.backfill.database.sql;

import dev.backfill.database.Column;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the types of MariaDB and MySQL become text and come back, and when two values of a type are the same stored value. */
enum MariaType {
    SIGNED,
    UNSIGNED,
    /** Stored as bits, compared and written as a number. */
    BIT,
    DECIMAL,
    FLOAT,
    DOUBLE,
    TEXT,
    /** MySQL's, which keeps what the text says and not the text; MariaDB's is text. */
    JSON,
    /** Ordered by the members' numbers, compared with text by their names. */
    MEMBERS,
    BINARY,
    DATE,
    TIME,
    DATETIME,
    TIMESTAMP,
    /** A type of the server's own with a text form, such as {@code uuid}. */
    NAMED,
    SPATIAL;

    private static final Map<String, MariaType> TYPES = Map.ofEntries(
            Map.entry("tinyint", SIGNED),
            Map.entry("smallint", SIGNED),
            Map.entry("mediumint", SIGNED),
            Map.entry("int", SIGNED),
            Map.entry("bigint", SIGNED),
            Map.entry("year", UNSIGNED),
            Map.entry("bit", BIT),
            Map.entry("decimal", DECIMAL),
            Map.entry("float", FLOAT),
            Map.entry("double", DOUBLE),
            Map.entry("char", TEXT),
            Map.entry("varchar", TEXT),
            Map.entry("tinytext", TEXT),
            Map.entry("text", TEXT),
            Map.entry("mediumtext", TEXT),
            Map.entry("longtext", TEXT),
            Map.entry("json", JSON),
            Map.entry("enum", MEMBERS),
            Map.entry("set", MEMBERS),
            Map.entry("binary", BINARY),
            Map.entry("varbinary", BINARY),
            Map.entry("tinyblob", BINARY),
            Map.entry("blob", BINARY),
            Map.entry("mediumblob", BINARY),
            Map.entry("longblob", BINARY),
            Map.entry("date", DATE),
            Map.entry("time", TIME),
            Map.entry("datetime", DATETIME),
            Map.entry("timestamp", TIMESTAMP),
            Map.entry("uuid", NAMED),
            Map.entry("inet4", NAMED),
            Map.entry("inet6", NAMED));

    private static final Set<String> LARGE = Set.of("mediumtext", "longtext", "mediumblob", "longblob", "json");

    private static final Pattern NUMBERS = Pattern.compile("\\((\\d+)(?:,(\\d+))?\\)");
    /** The widest number there is. */
    private static final int DIGITS = 65;

    static MariaType of(Column column) {
        String type = column.bareType();
        if (type.endsWith(" unsigned")) {
            MariaType signed = TYPES.getOrDefault(type.substring(0, type.indexOf(' ')), SPATIAL);
            return signed == SIGNED ? UNSIGNED : signed;
        }
        return TYPES.getOrDefault(type, SPATIAL);
    }

    /** True if a value may be about as large as a packet. */
    static boolean isLarge(Column column) {
        return LARGE.contains(column.bareType());
    }

    /** A number in parentheses behind the type's name: its length, precision or digits behind the point. */
    static int number(Column column, int which) {
        Matcher numbers = NUMBERS.matcher(column.type());
        String found = numbers.find() ? numbers.group(which) : null;
        return found == null ? 0 : Integer.parseInt(found);
    }

    /** A stored value as text, without loss. */
    static String text(String value, Column column) {
        return switch (of(column)) {
            case TEXT -> value;
            case BIT -> "CAST(" + value + " + 0 AS CHAR)";
            case JSON -> "CAST(" + value + " AS CHAR CHARACTER SET utf8mb4)";
            case FLOAT -> "CAST(" + value + " + 0e0 AS CHAR)";
            case BINARY, SPATIAL -> "HEX(" + value + ")";
            case SIGNED, UNSIGNED, DECIMAL, DOUBLE, MEMBERS, DATE, TIME, DATETIME, TIMESTAMP, NAMED ->
                "CAST(" + value + " AS CHAR)";
        };
    }

    /** The same for a key, of which the text must say its place in the order. */
    static String keyText(String value, Column column) {
        return of(column) == MEMBERS ? "CAST(" + value + " + 0 AS CHAR)" : text(value, column);
    }

    /** What {@link #keyText} gave, as a value that the server compares as it orders the column. */
    static String key(String text, Column column) {
        return switch (of(column)) {
            case SIGNED -> "CAST(" + text + " AS SIGNED)";
            case UNSIGNED, BIT, MEMBERS -> "CAST(" + text + " AS UNSIGNED)";
            case TEXT -> "CONVERT(" + text + " USING " + characters(column) + ") COLLATE " + collation(column);
            // of a text that may be long the server makes bytes that may be none, and finds no row by them
            case BINARY -> value("LEFT(" + text + ", " + 2 * number(column, 1) + ")", column);
            default -> value(text, column);
        };
    }

    /** What {@link #text} gave, as a value to be stored: one that does not fit is the server's to refuse. */
    static String value(String text, Column column) {
        return switch (of(column)) {
            case SIGNED, UNSIGNED, TEXT, JSON, MEMBERS -> text;
            case BIT -> "CAST(" + text + " AS UNSIGNED)";
            case DECIMAL -> "CAST(" + text + " AS DECIMAL(" + DIGITS + "," + number(column, 2) + "))";
            case FLOAT, DOUBLE ->
                number(column, 2) == 0
                        ? "(" + text + " + 0e0)"
                        : "ROUND(" + text + " + 0e0, " + number(column, 2) + ")";
            case BINARY, SPATIAL -> "UNHEX(" + text + ")";
            case DATE -> "CAST(" + text + " AS DATE)";
            case TIME -> "CAST(" + text + " AS TIME(" + number(column, 1) + "))";
            case DATETIME, TIMESTAMP -> "CAST(" + text + " AS DATETIME(" + number(column, 1) + "))";
            case NAMED -> "CAST(" + text + " AS " + column.bareType().toUpperCase(Locale.ROOT) + ")";
        };
    }

    /** What {@link #text} gave, as it stands in an assignment: the server converts, and refuses what does not fit. */
    static String assigned(String text, Column column) {
        return switch (of(column)) {
            case BIT, BINARY, SPATIAL -> value(text, column);
            default -> text;
        };
    }

    /**
     * The value, or a failure where it is NULL and may not be: of a TIMESTAMP the server makes the current time of it,
     * whatever {@code explicit_defaults_for_timestamp} says.
     */
    static String present(String value, Column column) {
        return of(column) == TIMESTAMP && !column.nullable()
                ? "IFNULL(" + value + ", CAST(" + MariaFailures.NO_NUMBER + " AS DATETIME))"
                : value;
    }

    /** True if storing the expression's value would change the column's stored bytes. */
    static String differs(Column column, String expression) {
        return differs(MariaNames.of(column), column, expression);
    }

    /** The same of a value of the column's type, wherever it comes from. */
    static String differs(String stored, Column column, String expression) {
        String given = "(" + expression + ")";
        return switch (of(column)) {
            case SIGNED, UNSIGNED -> not(stored, "CAST(" + given + " AS DECIMAL(" + DIGITS + ",0))");
            case BIT -> not(stored + " + 0", given + " + 0");
            case TEXT -> not(bytes(stored), bytes(column.bareType().equals("char") ? trimmed(given) : given));
            case JSON -> not(bytes(text(stored, column)), bytes(text("CAST(" + given + " AS JSON)", column)));
            case MEMBERS -> not(stored, given);
            case FLOAT -> not(stored, toFloat(value(given, column)));
            case BINARY ->
                not(
                        stored,
                        column.bareType().equals("binary") ? padded(given, column) : "CAST(" + given + " AS BINARY)");
            case SPATIAL -> not("HEX(" + stored + ")", "HEX(" + given + ")");
            case DECIMAL, DOUBLE, DATE, TIME, DATETIME, TIMESTAMP, NAMED -> not(stored, value(given, column));
        };
    }

    private static String not(String stored, String given) {
        return "NOT (" + stored + " <=> " + given + ")";
    }

    /**
     * As it is stored in four bytes, with the last bit rounded to even: what does not fit there falls off beside a number
     * that is large enough. Older servers of MySQL have no CAST for it.
     */
    static String toFloat(String number) {
        String large = "1.5e0 * POW(2, GREATEST(FLOOR(LOG2(ABS(" + number + ") + 1e-60)), -126) + 29)";
        return "((" + number + " + " + large + ") - " + large + ")";
    }

    /** Keeps the sign of a zero, which adding one would not. Older servers of MySQL have no CAST for it. */
    static String toDouble(String number) {
        return "(" + number + " * 1e0)";
    }

    /** A change of case or accents alone is one, whatever the collation says. */
    private static String bytes(String text) {
        return "CAST(CONVERT(" + text + " USING utf8mb4) AS BINARY)";
    }

    /** Spaces at the end of a CHAR are never read back. */
    private static String trimmed(String text) {
        return "TRIM(TRAILING ' ' FROM " + text + ")";
    }

    private static String padded(String bytes, Column column) {
        return "CAST(" + bytes + " AS BINARY(" + number(column, 1) + "))";
    }

    static String collation(Column column) {
        String collation = column.collation();
        return collation == null ? "utf8mb4_bin" : collation;
    }

    static String characters(Column column) {
        String collation = collation(column);
        int end = collation.indexOf('_');
        return end < 0 ? collation : collation.substring(0, end);
    }
}
