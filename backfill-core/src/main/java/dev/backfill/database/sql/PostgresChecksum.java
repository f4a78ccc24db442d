package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.ValueType;
import java.util.List;
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
        return ofEncoded(IntStream.range(0, columns.size())
                .mapToObj(i -> whole(canonical(values.get(i), columns.get(i))))
                .toList());
    }

    /** Of all values of a row, each of them {@link #encoded}. */
    static String ofEncoded(List<String> encoded) {
        return "md5(" + String.join(" || ", encoded) + ")";
    }

    /**
     * A value in the one way that all databases have, where it is to be compared with another database's.
     *
     * @param type what the value is to become
     */
    static String encoded(String value, ValueType type) {
        String text = canonical(value, type);
        return LongValues.possible(type)
                ? "CASE WHEN octet_length(" + text + ") > " + LongValues.WHOLE + " THEN 'L' || octet_length(" + text
                        + ") || ':' || md5(" + text + ") ELSE " + whole(text) + " END"
                : whole(text);
    }

    private static String canonical(String value, ValueType type) {
        return switch (type.kind()) {
            // a small number takes numbers, too
            case BOOLEAN -> "(" + value + ")::" + (type.size() > 1 ? "int" : "bool") + "::text";
            case INTEGER -> "(" + value + ")::int8::text";
            case DECIMAL -> "trim_scale((" + value + ")::numeric)::text";
            case FLOAT -> number("(" + value + ")::" + (type.size() <= 32 ? "float4::float8" : "float8"));
            case BYTES -> "encode((" + value + ")::bytea, 'hex')";
            case DATE -> "(" + value + ")::date::text";
            case TIME -> "(" + value + ")::time::text";
            case TIMESTAMP -> "(" + value + ")::timestamp::text";
            case INSTANT -> "((" + value + ")::timestamptz AT TIME ZONE 'UTC')::text";
            case UUID -> "(" + value + ")::uuid::text";
            case JSON -> "(" + value + ")::" + (type.scale() == 0 ? "jsonb" : "json") + "::text";
            case TEXT -> type.fixed() ? "rtrim((" + value + ")::text, ' ')" : "(" + value + ")::text";
            case NOTHING, OTHER -> "(" + value + ")::text";
        };
    }

    /** The bytes that it is stored in: databases do not write the same digits. */
    private static String number(String value) {
        return "CASE WHEN " + value + " = 'NaN' THEN 'NaN' ELSE encode(float8send(" + value + "), 'hex') END";
    }

    private static String whole(String text) {
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
