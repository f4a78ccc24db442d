package dev.backfill.database.sql;

import dev.backfill.database.Column;
import java.util.Set;

/** When two values of a column's type are the same one: by their bytes where the type's own equality says less or more. */
final class PostgresSame {
    /** Casting to these with their length cuts silently, where assigning refuses: so compare without the length. */
    private static final Set<String> CUT_BY_CAST =
            Set.of("pg_catalog.varchar", "pg_catalog.bpchar", "pg_catalog.char", "pg_catalog.bit", "pg_catalog.varbit");

    /** Equal values of these are written the same way, or differ in nothing that anybody sees. */
    private static final Set<String> BY_EQUALITY = Set.of(
            "pg_catalog.bool",
            "pg_catalog.int2",
            "pg_catalog.int4",
            "pg_catalog.int8",
            "pg_catalog.numeric",
            "pg_catalog.uuid",
            "pg_catalog.date",
            "pg_catalog.time",
            "pg_catalog.timestamp",
            "pg_catalog.timestamptz",
            "pg_catalog.bytea");

    private PostgresSame() {}

    /** The expression in the column's type. */
    static String cast(String expression, Column column) {
        return "CAST(" + expression + " AS "
                + (CUT_BY_CAST.contains(column.bareType()) ? column.bareType() : column.type()) + ")";
    }

    /** True if two values, both of the column's type, are not the same. */
    static String differ(String one, String other, Column column) {
        return BY_EQUALITY.contains(column.bareType())
                ? one + " IS DISTINCT FROM " + other
                : text(one) + " IS DISTINCT FROM " + text(other);
    }

    /** Whatever the collations: by the bytes. */
    private static String text(String expression) {
        return expression + "::text COLLATE \"C\"";
    }
}
