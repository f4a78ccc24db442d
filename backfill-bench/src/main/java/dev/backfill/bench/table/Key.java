package dev.backfill.bench.table;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What identifies a user.
 *
 * @param name part of a content's name
 * @param declaration columns with their types
 * @param columns their names, in the key's order
 * @param values of row {@code n}, one per column
 */
record Key(String name, String declaration, String columns, String values) {
    /** Where the columns are in a list that begins with them, for ORDER BY. */
    String positions() {
        return IntStream.rangeClosed(1, columns.split(",", -1).length)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(", "));
    }
}
