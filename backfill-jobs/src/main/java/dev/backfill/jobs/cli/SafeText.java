package dev.backfill.jobs.cli;

import java.util.Locale;

/**
 * Makes text from a database safe for a terminal: control characters (C0 but for the tab, DEL, C1), line and paragraph
 * separators, invisible format characters such as the overrides of writing direction, and lone surrogates become {@code
 * \}{@code uXXXX}. Letters of every script, and the joiners that some need, stay.
 */
final class SafeText {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private SafeText() {}

    static String escape(String text) {
        if (text.codePoints().noneMatch(SafeText::unsafe)) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (unsafe(c)) {
                safe.append(
                        c > Character.MAX_VALUE
                                ? String.format(Locale.ROOT, "\\u{%X}", c)
                                : String.format(Locale.ROOT, "\\u%04X", c));
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    private static boolean unsafe(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c != '\t';
            case Character.FORMAT -> c != ZERO_WIDTH_JOINER && c != ZERO_WIDTH_NON_JOINER;
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
            default -> false;
        };
    }
}
