package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How PostgreSQL's types travel: into Java by their JDBC class, back as text. */
final class PostgresValues {
    private static final Map<String, Class<?>> CLASSES = Map.ofEntries(
            Map.entry("pg_catalog.bool", Boolean.class),
            Map.entry("pg_catalog.int2", Short.class),
            Map.entry("pg_catalog.int4", Integer.class),
            Map.entry("pg_catalog.int8", Long.class),
            Map.entry("pg_catalog.float4", Float.class),
            Map.entry("pg_catalog.float8", Double.class),
            Map.entry("pg_catalog.numeric", BigDecimal.class),
            Map.entry("pg_catalog.text", String.class),
            Map.entry("pg_catalog.varchar", String.class),
            Map.entry("pg_catalog.bpchar", String.class),
            Map.entry("pg_catalog.uuid", UUID.class),
            Map.entry("pg_catalog.date", LocalDate.class),
            Map.entry("pg_catalog.time", LocalTime.class),
            Map.entry("pg_catalog.timestamp", LocalDateTime.class),
            Map.entry("pg_catalog.timestamptz", OffsetDateTime.class),
            Map.entry("pg_catalog.bytea", byte[].class));

    private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR_OF_ERA, 4, 10, SignStyle.NOT_NEGATIVE)
            .appendPattern("-MM-dd")
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .append(DATE)
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter TIMESTAMPTZ = new DateTimeFormatterBuilder()
            .append(TIMESTAMP)
            .appendOffset("+HH:MM:ss", "+00:00")
            .toFormatter(Locale.ROOT);

    private PostgresValues() {}

    /** Types without a class of their own travel as text in both directions. */
    static String select(String expression, Column column) {
        return CLASSES.containsKey(column.bareType()) ? expression : expression + "::text";
    }

    static @Nullable Object read(ResultSet rows, int index, Column column) throws SQLException {
        Class<?> type = CLASSES.getOrDefault(column.bareType(), String.class);
        if (type == byte[].class) {
            return rows.getBytes(index);
        }
        if (type == Short.class) {
            short value = rows.getShort(index);
            return rows.wasNull() ? null : value;
        }
        return rows.getObject(index, type);
    }

    /**
     * Types without a class of their own travel as an array of text here too: an array cannot hold arrays of different
     * lengths, and unnesting an array of a composite type gives its fields.
     */
    static String arrayType(Column column) {
        return (CLASSES.containsKey(column.bareType()) ? column.bareType() : "pg_catalog.text") + "[]";
    }

    static String fromArray(String element, Column column) {
        return CLASSES.containsKey(column.bareType()) ? element : element + "::" + column.bareType();
    }

    /**
     * The text that the server's input function reads.
     *
     * @throws DatabaseException for a Java type that no column takes; it is the row's data that does not fit
     */
    static @Nullable String text(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof byte[] bytes) {
            return "\\x" + HexFormat.of().formatHex(bytes);
        }
        if (value instanceof LocalDateTime time) {
            return infinite(time.equals(LocalDateTime.MAX), time.equals(LocalDateTime.MIN), time, TIMESTAMP);
        }
        if (value instanceof OffsetDateTime time) {
            return infinite(time.equals(OffsetDateTime.MAX), time.equals(OffsetDateTime.MIN), time, TIMESTAMPTZ);
        }
        if (value instanceof LocalDate date) {
            return infinite(date.equals(LocalDate.MAX), date.equals(LocalDate.MIN), date, DATE);
        }
        if (value instanceof CharSequence
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof UUID
                || value instanceof Enum
                || value instanceof java.time.temporal.Temporal) {
            return value.toString();
        }
        throw new DatabaseException(
                FailureClass.DATA,
                null,
                "a value of Java type " + value.getClass().getName()
                        + " cannot be written; expected text, a number, a boolean, a UUID, a java.time type or byte[]",
                false,
                null);
    }

    /** The server counts years from 1 in either era, and takes no sign. */
    private static String infinite(boolean future, boolean past, TemporalAccessor time, DateTimeFormatter form) {
        if (future || past) {
            return future ? "infinity" : "-infinity";
        }
        return form.format(time) + (time.get(ChronoField.ERA) == 0 ? " BC" : "");
    }
}
