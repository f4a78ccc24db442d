package dev.backfill.database.sql;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Many rows in one parameter: a JSON array of arrays of text, which the server reads as a table. */
final class MariaRows {
    /** Below the server's usual limit for one packet, of 16 MiB, also when every character is escaped. */
    private static final int BATCH = 2_000_000;

    private MariaRows() {}

    /** The parameter as a table called {@code v} with columns {@code c0}, {@code c1} and so on. */
    static String table(int columns) {
        // a value's length is not ours to cut: what is too long for a type of a length would silently be
        return "JSON_TABLE(?, '$[*]' COLUMNS ("
                + IntStream.range(0, columns)
                        .mapToObj(i -> "c" + i + " LONGTEXT CHARACTER SET utf8mb4 PATH '$[" + i + "]' ERROR ON ERROR")
                        .collect(Collectors.joining(", "))
                + ")) AS v";
    }

    static String json(List<? extends List<@Nullable String>> rows) {
        rows.forEach(row -> row.stream().filter(Objects::nonNull).forEach(Surrogates::whole));
        return JsonMapper.shared().writeValueAsString(rows);
    }

    /** How many of the rows, from one on, go into one statement; at least one. */
    static int batch(List<? extends List<@Nullable String>> rows, int from) {
        long size = 0;
        int end = from;
        while (end < rows.size() && (end == from || size < BATCH)) {
            for (String value : rows.get(end)) {
                size += value == null ? 4 : value.length() + 4L;
            }
            end++;
        }
        return end;
    }
}
