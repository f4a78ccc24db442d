package dev.backfill.database.sql;

import org.jspecify.annotations.Nullable;

/** Builds the text form of a one-dimensional array. Every element is quoted, so any text is safe. */
final class PostgresArray {
    private static final int BYTES_AN_ELEMENT = 16;

    private final StringBuilder text;

    PostgresArray(int elements) {
        this.text = new StringBuilder(2 + elements * BYTES_AN_ELEMENT).append('{');
    }

    void add(@Nullable String element) {
        if (text.length() > 1) {
            text.append(',');
        }
        if (element == null) {
            text.append("NULL");
            return;
        }
        text.append('"');
        for (int i = 0; i < element.length(); i++) {
            char c = element.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\');
            }
            text.append(c);
        }
        text.append('"');
    }

    @Override
    public String toString() {
        return text + "}";
    }
}
