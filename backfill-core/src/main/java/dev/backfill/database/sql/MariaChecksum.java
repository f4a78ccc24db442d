package dev.backfill.database.sql;

import dev.backfill.database.ValueType;
import java.util.List;

/**
 * A row as one number, the same as {@link PostgresChecksum} makes of it. Each value stands there with its length in bytes
 * before it, and NULL as a letter that no length begins with; so neither NULL and the empty text, nor values with
 * separators in them, nor values that moved to the next column look alike.
 * {@link LongValues} stand there as checksums of their own.
 */
final class MariaChecksum {
    /** The most digits behind the point that a number may have here. */
    private static final int SCALE = 38;

    private MariaChecksum() {}

    /** Of all values of a row, each of them {@link #encoded}. */
    static String of(List<String> encoded) {
        return "MD5(CONCAT(" + String.join(", ", encoded) + "))";
    }

    /**
     * A value in the one way that all databases have.
     *
     * @param given what the value is; for a column's own value the same as {@code taken}
     * @param taken what it is to become
     */
    static String encoded(String value, ValueType given, ValueType taken) {
        String text = canonical(value, given, taken);
        String bytes = "CAST(" + text + " AS BINARY)";
        String whole = "CONCAT(OCTET_LENGTH(" + bytes + "), ':', " + bytes + ")";
        if (!LongValues.possible(taken)) {
            return "IF(" + text + " IS NULL, 'N', " + whole + ")";
        }
        // bytes that are too many for the server become NULL, which must not be taken for a value that is none
        return "CASE WHEN (" + value + ") IS NULL THEN 'N' WHEN OCTET_LENGTH(" + text + ") > " + LongValues.WHOLE
                + " THEN CONCAT('L', OCTET_LENGTH(" + text + "), ':', MD5(" + text + ")) ELSE " + whole + " END";
    }

    /** How many rows, how many of them have a checksum, and the sum of their numbers, whatever their order. */
    static String sum(String checksum) {
        return "COUNT(*), COUNT(" + checksum + "), CAST(COALESCE(SUM(CAST(CAST(CONV(SUBSTR(" + checksum
                + ", 1, 16), 16, -10) AS SIGNED) AS DECIMAL(30,0))), 0) AS CHAR)";
    }

    private static String canonical(String value, ValueType given, ValueType taken) {
        String v = "(" + value + ")";
        return switch (taken.kind()) {
            case BOOLEAN ->
                taken.size() > 1
                        ? whole(v)
                        : "CASE " + v + " + 0 WHEN 0 THEN 'false' WHEN 1 THEN 'true' ELSE CAST(" + v
                                + " + 0 AS CHAR) END";
            case INTEGER -> whole(v);
            case DECIMAL -> decimal(v, given, taken);
            case FLOAT -> "LOWER(HEX(REVERSE(SUBSTR(ST_ASBINARY(POINT(" + number(v, given, taken) + ", 0)), 6, 8))))";
            case TEXT -> taken.fixed() ? "TRIM(TRAILING ' ' FROM " + text(v) + ")" : text(v);
            case BYTES -> "LOWER(HEX(CAST(" + v + " AS BINARY)))";
            case DATE -> "CAST(CAST(" + v + " AS DATE) AS CHAR)";
            case TIME -> trimmed("CAST(CAST(" + v + " AS TIME(6)) AS CHAR)");
            case TIMESTAMP, INSTANT -> trimmed("CAST(CAST(" + v + " AS DATETIME(6)) AS CHAR)");
            case UUID -> "LOWER(CAST(CAST(" + v + " AS UUID) AS CHAR))";
            case JSON, NOTHING -> text(v);
            case OTHER -> "HEX(" + value + ")";
        };
    }

    private static String whole(String value) {
        return "CAST(CAST(" + value + " AS DECIMAL(65,0)) AS CHAR)";
    }

    /**
     * What is stored in four or eight bytes, as a number of eight. Only a literal is rounded on its way into four: nothing
     * else that would be is carried.
     */
    private static String number(String value, ValueType given, ValueType taken) {
        boolean rounded = taken.size() <= Float.SIZE && given.kind() == ValueType.Kind.NOTHING;
        return rounded ? MariaType.toFloat("(" + value + " + 0e0)") : MariaType.toDouble(value);
    }

    private static String decimal(String value, ValueType given, ValueType taken) {
        int scale = taken.scale();
        if (scale == ValueType.UNLIMITED) {
            scale = given.kind() == ValueType.Kind.DECIMAL ? given.scale() : 0;
        }
        return scale == 0
                ? whole(value)
                : trimmed("CAST(CAST(" + value + " AS DECIMAL(65," + Math.min(scale, SCALE) + ")) AS CHAR)");
    }

    private static String text(String value) {
        return "CONVERT(" + value + " USING utf8mb4)";
    }

    /** Without zeros at the end, of a text that has a point. */
    private static String trimmed(String text) {
        return "TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM " + text + "))";
    }
}
