package dev.backfill.definition;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The columns of one row that a {@link Transform} asked for. Immutable. */
public final class Row {
    private final Map<String, @Nullable Object> values;

    public Row(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    /**
     * @return the column's value, null for SQL NULL
     * @throws IllegalArgumentException if the column was not asked for
     */
    public @Nullable Object get(String column) {
        Object value = values.get(column);
        if (value == null && !values.containsKey(column)) {
            throw new IllegalArgumentException(
                    "column " + column + " is not among the columns read: " + values.keySet());
        }
        return value;
    }

    /**
     * @throws ClassCastException if the column is not text
     */
    public @Nullable String text(String column) {
        return (String) get(column);
    }

    /** Says which columns there are, never what is in them. */
    @Override
    public String toString() {
        return "Row" + values.keySet();
    }
}
