package dev.backfill.database.sql;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How values travel: each in its storage class, as {@code Long}, {@code Double}, {@code String} or {@code byte[]}. */
final class SqliteValues {
    private SqliteValues() {}

    static @Nullable Object read(ResultSet rows, int index) throws SQLException {
        Object value = rows.getObject(index);
        return value instanceof Integer ? Long.valueOf(rows.getLong(index)) : value;
    }

    /**
     * The storage class of a value that a transform answers.
     *
     * @throws DatabaseException for a Java type that no column takes; it is the row's data that does not fit
     */
    static @Nullable Object stored(@Nullable Object value) {
        if (value == null || value instanceof byte[] || value instanceof Long || value instanceof Double) {
            return value;
        }
        if (value instanceof Boolean flag) {
            return flag ? 1L : 0L;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Float number) {
            return (double) number;
        }
        if (value instanceof BigInteger number && number.bitLength() < Long.SIZE) {
            return number.longValue();
        }
        if (value instanceof BigDecimal number) {
            // as text the column's affinity decides, and nothing is rounded on the way
            return number.toPlainString();
        }
        if (value instanceof CharSequence
                || value instanceof Number
                || value instanceof UUID
                || value instanceof Enum
                || value instanceof java.time.temporal.Temporal) {
            return Surrogates.whole(value.toString());
        }
        throw new DatabaseException(
                FailureClass.DATA,
                null,
                "a value of Java type " + value.getClass().getName()
                        + " cannot be written; expected text, a number, a boolean, a UUID, a java.time type or byte[]",
                false,
                null);
    }

    static void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value instanceof byte[] bytes) {
            statement.setBytes(index, bytes);
        } else if (value instanceof Double number) {
            statement.setDouble(index, number);
        } else if (value instanceof Number number) {
            statement.setLong(index, number.longValue());
        } else if (value instanceof Boolean flag) {
            statement.setLong(index, flag ? 1 : 0);
        } else {
            statement.setString(index, value.toString());
        }
    }
}
