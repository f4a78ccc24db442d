package dev.backfill.database;

import org.jspecify.annotations.Nullable;

/**
 * A slice of a table's key order.
 *
 * @param after exclusive lower end; null means from the first row
 * @param upTo inclusive upper end; null means to the last row
 */
public record Range(@Nullable Position after, @Nullable Position upTo) {
    public static final Range ALL = new Range(null, null);

    /** What is left of this range behind the given position. */
    public Range from(@Nullable Position position) {
        return position == null ? this : new Range(position, upTo);
    }

    /** This range's part up to the given position. */
    public Range to(Position position) {
        return new Range(after, position);
    }
}
