package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How values travel: as text in both directions, but for bytes that are read. */
final class MariaValues {
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd' 'HH:mm:ss")
            .appendFraction(java.time.temporal.ChronoField.NANO_OF_SECOND, 0, 6, true)
            .toFormatter(Locale.ROOT);

    private MariaValues() {}

    /** The column in a select list. */
    static String select(Column column) {
        String name = MariaNames.of(column);
        return MariaType.of(column) == MariaType.BINARY ? name : MariaType.text(name, column);
    }

    static @Nullable Object read(ResultSet rows, int index, Column column) throws SQLException {
        if (MariaType.of(column) == MariaType.BINARY) {
            return rows.getBytes(index);
        }
        String text = rows.getString(index);
        return text == null ? null : read(text, column);
    }

    private static Object read(String text, Column column) {
        return switch (MariaType.of(column)) {
            case SIGNED, UNSIGNED -> integer(text, column.bareType());
            case BIT -> column.type().equals("bit(1)") ? (Object) text.equals("1") : number(text);
            case DECIMAL -> new BigDecimal(text);
            case FLOAT -> (float) Double.parseDouble(text);
            case DOUBLE -> Double.parseDouble(text);
            case DATE -> parsed(text, LocalDate::parse);
            case TIME -> parsed(text, LocalTime::parse);
            case DATETIME -> parsed(text, MariaValues::dateTime);
            case TIMESTAMP -> parsed(text, t -> dateTime(t).atOffset(ZoneOffset.UTC));
            case NAMED -> column.bareType().equals("uuid") ? UUID.fromString(text) : text;
            case TEXT, JSON, MEMBERS, BINARY, SPATIAL -> text;
        };
    }

    private static Object integer(String text, String type) {
        return switch (type) {
            case "tinyint", "tinyint unsigned", "smallint" -> Short.valueOf(text);
            case "smallint unsigned", "mediumint", "mediumint unsigned", "int", "year" -> Integer.valueOf(text);
            case "int unsigned", "bigint" -> Long.valueOf(text);
            default -> number(text);
        };
    }

    static Object number(String text) {
        BigInteger number = new BigInteger(text);
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }

    static LocalDateTime dateTime(String text) {
        return LocalDateTime.parse(text.replace(' ', 'T'));
    }

    /** The zero date, days that no calendar has, and times of several days are text. */
    static Object parsed(String text, Function<String, Object> form) {
        try {
            return form.apply(text);
        } catch (DateTimeException e) {
            return text;
        }
    }

    /**
     * The text of which {@link MariaType#assigned} makes a value of the column.
     *
     * @throws DatabaseException for a Java type that no column takes; it is the row's data that does not fit
     */
    static @Nullable String text(@Nullable Object value, Column column) {
        Object given = given(value, column);
        return given instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : (String) given;
    }

    /**
     * The same, but that bytes are bytes.
     *
     * @throws DatabaseException as for {@link #text}
     */
    static @Nullable Object given(@Nullable Object value, Column column) {
        if (value == null) {
            return null;
        }
        MariaType type = MariaType.of(column);
        if (type == MariaType.BINARY) {
            return value instanceof byte[] ? value : plain(value).getBytes(StandardCharsets.UTF_8);
        }
        if (type == MariaType.SPATIAL) {
            throw refused("columns of type " + column.bareType() + " are written by SQL work only");
        }
        if (column.bareType().equals("year") && value instanceof Number year) {
            // one or two digits are a year of this century or the last
            return String.format(Locale.ROOT, "%04d", year.longValue());
        }
        return plain(value);
    }

    private static String plain(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? "1" : "0";
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof LocalDateTime time) {
            return TIME.format(time);
        }
        if (value instanceof OffsetDateTime time) {
            return TIME.format(time.withOffsetSameInstant(ZoneOffset.UTC));
        }
        if (value instanceof java.time.Instant time) {
            return TIME.format(time.atOffset(ZoneOffset.UTC));
        }
        if (value instanceof CharSequence
                || value instanceof Number
                || value instanceof UUID
                || value instanceof Enum
                || value instanceof java.time.temporal.Temporal) {
            return value.toString();
        }
        throw refused("a value of Java type " + value.getClass().getName()
                + " cannot be written; expected text, a number, a boolean, a UUID, a java.time type or byte[]");
    }

    private static DatabaseException refused(String message) {
        return new DatabaseException(FailureClass.DATA, null, message, false, null);
    }
}
