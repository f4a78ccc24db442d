package dev.backfill.bench.side;

import dev.backfill.bench.table.Product;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The job: {@code first_name} is the first word of {@code full_name}, {@code last_name} the rest. In each product's SQL
 * and in Java.
 */
final class NameSplit {
    /** Rows that still need it. */
    static final String WHERE = "first_name IS NULL";

    private NameSplit() {}

    static String first(Product product) {
        return switch (product) {
            case POSTGRESQL -> "split_part(full_name, ' ', 1)";
            case MARIADB -> "SUBSTRING_INDEX(full_name, ' ', 1)";
            case SQLITE -> "substr(full_name, 1, instr(full_name || ' ', ' ') - 1)";
        };
    }

    static String last(Product product) {
        return switch (product) {
            case POSTGRESQL -> "substr(full_name, length(split_part(full_name, ' ', 1)) + 2)";
            case MARIADB -> "SUBSTR(full_name, CHAR_LENGTH(SUBSTRING_INDEX(full_name, ' ', 1)) + 2)";
            case SQLITE -> "substr(full_name, instr(full_name || ' ', ' ') + 1)";
        };
    }

    /** Column to expression. */
    static Map<String, String> expressions(Product product) {
        Map<String, String> expressions = new LinkedHashMap<>();
        expressions.put("first_name", first(product));
        expressions.put("last_name", last(product));
        return expressions;
    }

    /** Of all rows that need it; conditions may follow. */
    static String update(Product product) {
        String assignments = expressions(product).entrySet().stream()
                .map(e -> e.getKey() + " = " + e.getValue())
                .collect(Collectors.joining(", "));
        return "UPDATE users SET " + assignments + " WHERE " + WHERE;
    }

    static String first(String fullName) {
        int space = fullName.indexOf(' ');
        return space < 0 ? fullName : fullName.substring(0, space);
    }

    static String last(String fullName) {
        int space = fullName.indexOf(' ');
        return space < 0 ? "" : fullName.substring(space + 1);
    }
}
