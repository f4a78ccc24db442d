package dev.backfill.database.sql;

import dev.backfill.database.Column;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A row as one number, for comparing rows of two tables. Each value stands there with its length before it, and NULL as a
 * letter that no length begins with; so neither NULL and the empty text, nor values with separators in them, nor values
 * that moved to the next column look alike. Numbers are written without trailing zeros.
 */
final class PostgresChecksum {
    private PostgresChecksum() {}

    /** Of the columns' values, in order. */
    static String of(List<Column> columns, List<String> values) {
        return "md5("
                + IntStream.range(0, columns.size())
                        .mapToObj(i -> encoded(canonical(values.get(i), columns.get(i))))
                        .collect(Collectors.joining(" || "))
                + ")";
    }

    private static String encoded(String text) {
        return "coalesce(octet_length(" + text + ") || ':' || " + text + ", 'N')";
    }

    private static String canonical(String value, Column column) {
        return switch (column.bareType()) {
            case "pg_catalog.numeric" -> "trim_scale(" + value + ")::text";
            case "pg_catalog.bytea" -> "encode(" + value + ", 'hex')";
            case "pg_catalog.timestamptz" -> "(" + value + " AT TIME ZONE 'UTC')::text";
            default -> "(" + value + ")::text";
        };
    }

    /** How many rows and the sum of their numbers, whatever their order. */
    static String sum(String checksum) {
        return "count(*), coalesce(sum(('x' || substr(" + checksum + ", 1, 16))::bit(64)::bigint::numeric), 0)::text";
    }
}
