package dev.backfill.bench.side;

/**
 * The job: {@code first_name} is the first word of {@code full_name}, {@code last_name} the rest. Once in SQL and once
 * in Java.
 */
final class NameSplit {
    static final String FIRST = "split_part(full_name, ' ', 1)";
    static final String LAST = "substr(full_name, length(split_part(full_name, ' ', 1)) + 2)";
    /** Rows that still need it. */
    static final String WHERE = "first_name IS NULL";

    static final String UPDATE = "UPDATE users SET first_name = " + FIRST + ", last_name = " + LAST + " WHERE " + WHERE;

    private NameSplit() {}

    static String first(String fullName) {
        int space = fullName.indexOf(' ');
        return space < 0 ? fullName : fullName.substring(0, space);
    }

    static String last(String fullName) {
        int space = fullName.indexOf(' ');
        return space < 0 ? "" : fullName.substring(space + 1);
    }
}
