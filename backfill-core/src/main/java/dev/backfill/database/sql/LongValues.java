package dev.backfill.database.sql;

import dev.backfill.database.ValueType;

/**
 * Values that stand in a row's checksum by a checksum of their own, behind the letter {@code L} and their length: the
 * texts of a whole row together may be more than a server lets one value have.
 */
final class LongValues {
    /** The most bytes of a text that stands there itself. */
    static final int WHOLE = 1000;

    private LongValues() {}

    /** False for values whose text is never that long: asking each of them costs time. */
    static boolean possible(ValueType type) {
        return switch (type.kind()) {
            case BOOLEAN, INTEGER, FLOAT, DATE, TIME, TIMESTAMP, INSTANT, UUID -> false;
            case DECIMAL, TEXT, BYTES, JSON, NOTHING, OTHER -> true;
        };
    }
}
