package dev.backfill.definition;

import java.util.Locale;

/**
 * One token of SQL.
 *
 * @param text as it stands in the source, quotes included
 * @param offset of its first character, from 0
 */
record SqlToken(Kind kind, String text, int offset) {
    enum Kind {
        WORD,
        QUOTED_NAME,
        LITERAL,
        NUMBER,
        OPERATOR,
        /** One of {@code ( ) [ ] , . : ::}. */
        PUNCTUATION
    }

    boolean is(String other) {
        return switch (kind) {
            case WORD -> text.equalsIgnoreCase(other);
            case OPERATOR, PUNCTUATION -> text.equals(other);
            case QUOTED_NAME, LITERAL, NUMBER -> false;
        };
    }

    /** The name as PostgreSQL's catalog spells it: quotes removed, or else folded to lower case. */
    String name() {
        return nameOf(text);
    }

    static String nameOf(String spelled) {
        if (spelled.length() > 1 && (spelled.charAt(0) == '"' || spelled.charAt(0) == '`')) {
            String quote = spelled.substring(0, 1);
            return spelled.substring(1, spelled.length() - 1).replace(quote + quote, quote);
        }
        return spelled.toLowerCase(Locale.ROOT);
    }
}
