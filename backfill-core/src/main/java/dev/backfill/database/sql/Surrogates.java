package dev.backfill.database.sql;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;

/** Text that a driver would garble: it would write a question mark for half a surrogate pair, and nobody would know. */
final class Surrogates {
    private Surrogates() {}

    /**
     * The same text.
     *
     * @throws DatabaseException if it has half a pair
     */
    static String whole(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new DatabaseException(FailureClass.DATA, null, "text has half a surrogate pair", false, null);
            }
        }
        return text;
    }
}
