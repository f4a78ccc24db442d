package dev.backfill.database.sql;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
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
            if (c == 0 || Character.isSurrogate(c)) {
                refuseUnlessText(element, i);
            }
            if (c == '"' || c == '\\') {
                text.append('\\');
            }
            text.append(c);
        }
        text.append('"');
    }

    /** The driver would write a question mark for half a surrogate pair, and nobody would know. */
    private static void refuseUnlessText(String element, int at) {
        char c = element.charAt(at);
        boolean paired = Character.isHighSurrogate(c)
                ? at + 1 < element.length() && Character.isLowSurrogate(element.charAt(at + 1))
                : Character.isLowSurrogate(c) && at > 0 && Character.isHighSurrogate(element.charAt(at - 1));
        if (!paired) {
            throw new DatabaseException(
                    FailureClass.DATA,
                    null,
                    c == 0 ? "text has a character 0, which no text column takes" : "text has half a surrogate pair",
                    false,
                    null);
        }
    }

    @Override
    public String toString() {
        return text + "}";
    }
}
