package dev.backfill.definition;

/**
 * A check of the author's own, run after the backfill.
 *
 * @param query a statement that answers one row with one column
 * @param expected the text of that value; {@code "0"} for {@code expect-zero}
 */
public record Check(String name, String query, String expected) {}
