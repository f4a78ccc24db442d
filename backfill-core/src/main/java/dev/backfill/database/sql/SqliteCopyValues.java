package dev.backfill.database.sql;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.ValueType;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values on their way out of SQLite and into it, none of which may become another one. */
final class SqliteCopyValues {
    /** By which the driver replaces what is no character. */
    private static final char REPLACEMENT = '\uFFFD';

    private SqliteCopyValues() {}

    /** Bytes that are stored as text and are none. */
    static final class Garbled {
        private final byte[] bytes;

        Garbled(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /** A value in its storage class; text that is none is {@link Garbled}. */
    static @Nullable Object read(ResultSet rows, int index) throws SQLException {
        Object value = SqliteValues.read(rows, index);
        if (value instanceof String text && text.indexOf(REPLACEMENT) >= 0) {
            byte[] stored = rows.getBytes(index);
            return Arrays.equals(stored, text.getBytes(StandardCharsets.UTF_8)) ? text : new Garbled(stored);
        }
        return value;
    }

    /** The storage classes that a column's values have besides NULL; empty for all. */
    static List<String> classes(ValueType taken) {
        return switch (taken.kind()) {
            case BOOLEAN, INTEGER, DECIMAL -> List.of("integer");
            case FLOAT -> List.of("real");
            case TEXT -> List.of("text");
            case BYTES -> List.of("blob");
            case OTHER -> taken.equals(SqliteValueTypes.NUMERIC) ? List.of("integer", "real") : List.of();
            case DATE, TIME, TIMESTAMP, INSTANT, UUID, JSON, NOTHING -> List.of("null");
        };
    }

    /** True for a value, or NULL, that a column of that type means. */
    static boolean fits(@Nullable Object value, ValueType taken) {
        return switch (taken.kind()) {
            case BOOLEAN, INTEGER, DECIMAL -> value == null || value instanceof Long;
            case FLOAT -> value == null || value instanceof Double;
            case TEXT -> value == null || value instanceof String;
            case BYTES -> value == null || value instanceof byte[];
            case OTHER -> !(value instanceof Garbled);
            case DATE, TIME, TIMESTAMP, INSTANT, UUID, JSON, NOTHING -> value == null;
        };
    }

    /**
     * The same value, on its way out.
     *
     * @param column the one that it is written to
     */
    static @Nullable Object leaving(@Nullable Object value, String column, ValueType taken) {
        if (!fits(value, taken)) {
            throw unfit(column, storageClass(value), taken);
        }
        return value;
    }

    /** What is stored for a value that comes from another database. */
    static @Nullable Object arriving(@Nullable Object value, String column, ValueType taken) {
        Object arriving =
                switch (taken.kind()) {
                    case INTEGER -> whole(value);
                    case FLOAT -> real(value);
                    case TEXT -> value instanceof String text ? Surrogates.whole(text) : value;
                    case BYTES, OTHER -> value;
                    case BOOLEAN, DECIMAL, DATE, TIME, TIMESTAMP, INSTANT, UUID, JSON, NOTHING ->
                        throw new IllegalArgumentException("no type of SQLite's: " + taken);
                };
        if (!fits(arriving, taken)) {
            throw unfit(column, "value from the other database", taken);
        }
        return arriving;
    }

    private static @Nullable Object whole(@Nullable Object value) {
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof BigInteger number && number.bitLength() < Long.SIZE) {
            return number.longValue();
        }
        return value;
    }

    /** SQLite makes NULL of what is no number, and zero of a negative zero. */
    private static @Nullable Object real(@Nullable Object value) {
        Double number =
                value instanceof Float small ? Double.valueOf(small) : value instanceof Double large ? large : null;
        if (number == null) {
            return value;
        }
        if (number.isNaN() || number.equals(-0.0)) {
            throw refused((number.isNaN() ? "NaN" : "negative zero") + " is no value that SQLite stores");
        }
        return number;
    }

    /** For a transform, which would see other text than is stored. */
    static DatabaseException garbled(String column) {
        return refused(
                "the text in column " + column + " has bytes that are no characters; a transform cannot be given it");
    }

    static DatabaseException unfit(String column, String found, ValueType taken) {
        return refused("the " + found + " for column " + column + " is no " + taken.name()
                + ", and it would have to become something else");
    }

    private static DatabaseException refused(String message) {
        return new DatabaseException(FailureClass.DATA, "22018", message, false, null);
    }

    private static String storageClass(@Nullable Object value) {
        if (value instanceof Long) {
            return "integer";
        }
        if (value instanceof Double) {
            return "real";
        }
        if (value instanceof Garbled) {
            return "text of broken characters";
        }
        return value instanceof byte[] ? "blob" : "text";
    }
}
