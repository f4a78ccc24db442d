package dev.backfill.database.sql;

import dev.backfill.database.ValueType;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values on their way out of PostgreSQL into another database. */
final class PostgresCopyValues {
    private PostgresCopyValues() {}

    /** What a select list has of the expression. */
    static String select(String expression, ValueType type) {
        return switch (type.kind()) {
            case DECIMAL, TIME, JSON, NOTHING, OTHER, TEXT -> expression + "::text";
            case BOOLEAN, INTEGER, FLOAT, BYTES, DATE, TIMESTAMP, INSTANT, UUID -> expression;
        };
    }

    static @Nullable Object read(ResultSet rows, int index, ValueType type) throws SQLException {
        return switch (type.kind()) {
            case BOOLEAN -> rows.getObject(index, Boolean.class);
            case INTEGER -> {
                long value = rows.getLong(index);
                yield rows.wasNull() ? null : value;
            }
            case FLOAT -> {
                if (type.size() <= 32) {
                    yield rows.getObject(index, Float.class);
                }
                yield rows.getObject(index, Double.class);
            }
            case BYTES -> rows.getBytes(index);
            case DATE -> rows.getObject(index, LocalDate.class);
            case TIMESTAMP -> rows.getObject(index, LocalDateTime.class);
            case INSTANT -> rows.getObject(index, OffsetDateTime.class);
            case UUID -> rows.getObject(index, UUID.class);
            case DECIMAL -> decimal(rows.getString(index));
            case TIME -> time(rows.getString(index));
            case TEXT, JSON, NOTHING, OTHER -> rows.getString(index);
        };
    }

    /** NaN and the infinite are no BigDecimal. */
    private static @Nullable Object decimal(@Nullable String text) {
        return text == null || Character.isLetter(text.charAt(text.length() - 1)) ? text : new BigDecimal(text);
    }

    /** The end of the day, 24:00, is no LocalTime. */
    private static @Nullable Object time(@Nullable String text) {
        return text == null || text.startsWith("24") ? text : LocalTime.parse(text);
    }
}
