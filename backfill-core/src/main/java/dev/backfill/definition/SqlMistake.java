package dev.backfill.definition;

/** Something in a piece of SQL that is refused. */
final class SqlMistake extends Exception {
    private static final long serialVersionUID = 1;

    private final String found;
    private final String expected;

    SqlMistake(String found, String expected) {
        super(found + "; expected " + expected);
        this.found = found;
        this.expected = expected;
    }

    String found() {
        return found;
    }

    String expected() {
        return expected;
    }
}
