package dev.backfill.database.sql;

import dev.backfill.database.Column;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Keys as text that keeps their storage class: a value of the class that its column prefers is plain, any other has a mark
 * in front. What was a number comes back as that number, and what was bytes as those bytes.
 */
final class SqliteKeys {
    private static final char MARK = '\\';
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");

    private SqliteKeys() {}

    static String text(Object value, Column column) {
        boolean numeric = SqliteType.of(column).numeric();
        if (value instanceof Long number) {
            return (numeric ? "" : MARK + "i") + number;
        }
        if (value instanceof Double number) {
            return (numeric ? "" : MARK + "r") + number;
        }
        if (value instanceof byte[] bytes) {
            return MARK + "b" + HexFormat.of().formatHex(bytes);
        }
        String text = value.toString();
        boolean plain = !numeric && (text.isEmpty() || text.charAt(0) != MARK);
        return plain ? text : MARK + "t" + text;
    }

    static Object value(String text, Column column) {
        if (text.length() > 1 && text.charAt(0) == MARK) {
            String rest = text.substring(2);
            return switch (text.charAt(1)) {
                case 'i' -> Long.valueOf(rest);
                case 'r' -> Double.valueOf(rest);
                case 'b' -> HexFormat.of().parseHex(rest);
                case 't' -> rest;
                default -> throw new IllegalArgumentException("no key of SQLite's: it begins with an unknown mark");
            };
        }
        if (!SqliteType.of(column).numeric()) {
            return text;
        }
        return WHOLE.matcher(text).matches() ? (Object) Long.valueOf(text) : Double.valueOf(text);
    }

    /** What {@link #value} makes of a text, as an expression. */
    static String decoded(String text, Column column) {
        String rest = "substr(" + text + ", 3)";
        String natural = SqliteType.of(column).numeric()
                ? "CASE WHEN " + text + " NOT GLOB '*[^-0-9]*' THEN CAST(" + text + " AS INTEGER) ELSE " + real(text)
                        + " END"
                : text;
        String collation = column.collation() == null ? "" : " COLLATE " + Identifiers.quote(column.collation());
        return "(CASE substr(" + text + ", 1, 2) WHEN '\\i' THEN CAST(" + rest + " AS INTEGER) WHEN '\\r' THEN "
                + real(rest) + " WHEN '\\b' THEN unhex(" + rest + ") WHEN '\\t' THEN " + rest + " ELSE " + natural
                + " END)" + collation;
    }

    private static String real(String text) {
        return "CASE " + text + " WHEN 'Infinity' THEN 9e999 WHEN '-Infinity' THEN -9e999 ELSE CAST(" + text
                + " AS REAL) END";
    }
}
