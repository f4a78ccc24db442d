package dev.backfill.database.sql;

import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Many rows in one parameter: a JSON array of objects of text, which the server reads as a table. What is NULL is not there:
 * of a null in JSON older servers of MySQL make the text {@code null}.
 */
final class MariaRows {
    /** Below the server's usual limit for one packet, of 16 MiB, also when every character is escaped. */
    private static final int BATCH = 2_000_000;

    private MariaRows() {}

    /** The parameter as a table called {@code v} with columns {@code c0}, {@code c1} and so on. */
    static String table(int columns) {
        // a value's length is not ours to cut: what is too long for a type of a length would silently be
        return "JSON_TABLE(?, '$[*]' COLUMNS ("
                + IntStream.range(0, columns)
                        .mapToObj(i -> "c" + i + " LONGTEXT CHARACTER SET utf8mb4 PATH '$.c" + i + "' ERROR ON ERROR")
                        .collect(Collectors.joining(", "))
                + ")) AS v";
    }

    static String json(List<? extends List<@Nullable String>> rows) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JsonMapper.shared().createGenerator(text)) {
            json.writeStartArray();
            for (List<@Nullable String> row : rows) {
                json.writeStartObject();
                for (int i = 0; i < row.size(); i++) {
                    String value = row.get(i);
                    if (value != null) {
                        json.writeStringProperty("c" + i, Surrogates.whole(value));
                    }
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        return text.toString();
    }

    /** How many of the rows, from one on, go into one statement; at least one. */
    static int batch(List<? extends List<@Nullable String>> rows, int from) {
        long size = 0;
        int end = from;
        while (end < rows.size() && (end == from || size < BATCH)) {
            for (String value : rows.get(end)) {
                size += value == null ? 0 : value.length() + 9L;
            }
            end++;
        }
        return end;
    }
}
