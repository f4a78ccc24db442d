package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import java.util.HexFormat;

/** How keys are written as text. */
enum SqliteKeyForm {
    /** With their storage class, whatever it is. */
    OWN {
        @Override
        String text(Object value, Column column) {
            return SqliteKeys.text(value, column);
        }

        @Override
        Object value(String text, Column column) {
            return SqliteKeys.value(text, column);
        }
    },

    /** As other databases write them. Only values that the column means have this form. */
    SHARED {
        @Override
        String text(Object value, Column column) {
            return switch (SqliteType.of(column)) {
                case INTEGER -> meant(value, Long.class, column).toString();
                case TEXT -> meant(value, String.class, column);
                case BLOB -> HexFormat.of().formatHex(meant(value, byte[].class, column));
                case REAL, NUMERIC -> throw new IllegalArgumentException("no key for two databases: " + column.name());
            };
        }

        @Override
        Object value(String text, Column column) {
            return switch (SqliteType.of(column)) {
                case INTEGER -> Long.valueOf(text);
                case TEXT -> text;
                case BLOB -> HexFormat.of().parseHex(text);
                case REAL, NUMERIC -> throw new IllegalArgumentException("no key for two databases: " + column.name());
            };
        }
    };

    abstract String text(Object value, Column column);

    abstract Object value(String text, Column column);

    private static <T> T meant(Object value, Class<T> type, Column column) {
        if (!type.isInstance(value)) {
            throw unmeant(column);
        }
        return type.cast(value);
    }

    static DatabaseException unmeant(Column column) {
        return new DatabaseException(
                FailureClass.DEFINITIVE,
                "22018",
                "key column " + column.name() + " has a value that is no "
                        + SqliteValueTypes.of(column).name() + ": no other database would find the row by it",
                false,
                null);
    }
}
