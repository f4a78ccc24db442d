package dev.backfill.definition;

/** Text of an author's as messages show it: on one line, not too long, without control characters. */
final class Shown {
    private static final int LENGTH = 80;

    private Shown() {}

    static String text(String value) {
        return text(value, LENGTH);
    }

    static String text(String value, int length) {
        String line = value.strip().replaceAll("\\s*\\R\\s*", " ");
        StringBuilder shown = new StringBuilder("\"");
        line.chars().limit(length).forEach(c -> shown.append(escape((char) c)));
        return shown.append(line.length() > length ? "..." : "").append('"').toString();
    }

    static String character(char c) {
        return "\"" + escape(c) + "\"";
    }

    static boolean hasControl(String value) {
        return value.chars().anyMatch(Shown::isControl);
    }

    private static String escape(char c) {
        return isControl(c) ? String.format("\\u%04x", (int) c) : String.valueOf(c);
    }

    private static boolean isControl(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL || type == Character.FORMAT || type == Character.LINE_SEPARATOR;
    }
}
