package dev.backfill.database.sql;

import dev.backfill.database.ValueType;
import dev.backfill.database.ValueType.Kind;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values on their way out of MariaDB or MySQL into another database. */
final class MariaCopyValues {
    private MariaCopyValues() {}

    /** What a select list has of the expression. */
    static String select(String expression, ValueType type) {
        return switch (type.kind()) {
            case BYTES, TEXT, JSON -> expression;
            case BOOLEAN -> "CAST(" + expression + " + 0 AS CHAR)";
            case FLOAT -> "CAST(" + MariaType.toDouble(expression) + " AS CHAR)";
            case OTHER ->
                "CAST(" + expression + (type.name().startsWith(MariaValueTypes.BITS) ? " + 0" : "") + " AS CHAR)";
            case INTEGER, DECIMAL, DATE, TIME, TIMESTAMP, INSTANT, UUID, NOTHING -> "CAST(" + expression + " AS CHAR)";
        };
    }

    /**
     * @param taken what the value is to become
     */
    static @Nullable Object read(ResultSet rows, int index, ValueType type, ValueType taken) throws SQLException {
        if (type.kind() == Kind.BYTES) {
            return rows.getBytes(index);
        }
        String text = rows.getString(index);
        return text == null ? null : read(text, type, taken);
    }

    private static Object read(String text, ValueType type, ValueType taken) {
        return switch (type.kind()) {
            case BOOLEAN -> flag(text, taken);
            case INTEGER -> MariaValues.number(text);
            case DECIMAL -> new BigDecimal(text);
            case FLOAT -> type.size() <= Float.SIZE ? (Object) (float) Double.parseDouble(text) : Double.valueOf(text);
            case DATE -> MariaValues.parsed(text, LocalDate::parse);
            case TIME -> MariaValues.parsed(text, LocalTime::parse);
            case TIMESTAMP -> MariaValues.parsed(text, MariaValues::dateTime);
            case INSTANT ->
                MariaValues.parsed(text, t -> MariaValues.dateTime(t).atOffset(ZoneOffset.UTC));
            case UUID -> UUID.fromString(text);
            case TEXT, JSON, NOTHING, OTHER, BYTES -> text;
        };
    }

    /** A number that is neither 0 nor 1 is nothing that a boolean takes; its column refuses it. */
    private static Object flag(String text, ValueType taken) {
        boolean truth = taken.kind() == Kind.BOOLEAN && (text.equals("0") || text.equals("1"));
        return truth ? (Object) text.equals("1") : MariaValues.number(text);
    }
}
