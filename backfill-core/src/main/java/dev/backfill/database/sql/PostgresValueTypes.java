package dev.backfill.database.sql;

import static dev.backfill.database.ValueType.FIXED;
import static dev.backfill.database.ValueType.UNLIMITED;

import dev.backfill.database.Column;
import dev.backfill.database.Session;
import dev.backfill.database.ValueType;
import dev.backfill.database.ValueType.Kind;
import dev.backfill.database.sql.JdbcSession.JdbcType;
import dev.backfill.definition.Expressions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** PostgreSQL's types in words that all databases share. A domain counts as the type that it is over. */
final class PostgresValueTypes {
    private static final Pattern NUMBERS = Pattern.compile("\\((\\d+)(?:,(\\d+))?\\)");

    private PostgresValueTypes() {}

    /**
     * The types of expressions, by their names.
     *
     * @param from what stands behind FROM; the expressions are over it
     */
    static Map<String, ValueType> of(Session session, Map<String, String> expressions, String from) {
        List<String> names = List.copyOf(expressions.keySet());
        String columns = expressions.values().stream().map(e -> "(" + e + ")").collect(Collectors.joining(", "));
        List<JdbcType> types = ((JdbcSession) session).types("SELECT " + columns + " FROM " + from + " WHERE false");
        Map<String, ValueType> found = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            // a literal that nothing gives a type takes that of the column it is written to
            boolean untyped = Expressions.untyped(expressions.getOrDefault(names.get(i), ""));
            found.put(
                    names.get(i), untyped ? new ValueType(Kind.NOTHING, 0, 0, "no type of its own") : of(types.get(i)));
        }
        return found;
    }

    /** A column's type, but that a domain is a kind of its own. */
    static ValueType of(Column column) {
        String name = column.bareType().replaceFirst("^pg_catalog\\.", "");
        Matcher numbers = NUMBERS.matcher(column.type());
        boolean found = numbers.find();
        int first = found ? Integer.parseInt(numbers.group(1)) : 0;
        int second = found && numbers.group(2) != null ? Integer.parseInt(numbers.group(2)) : 0;
        boolean time = name.startsWith("time") || name.equals("interval");
        return of(new JdbcType(name, time ? 0 : first, time ? (found ? first : 6) : second));
    }

    static ValueType of(JdbcType type) {
        String name = type.name();
        int size = type.precision() <= 0 ? UNLIMITED : type.precision();
        return switch (name) {
            case "bool" -> new ValueType(Kind.BOOLEAN, 1, 0, "boolean");
            case "int2", "smallserial" -> new ValueType(Kind.INTEGER, 16, 0, "smallint");
            case "int4", "serial" -> new ValueType(Kind.INTEGER, 32, 0, "integer");
            case "int8", "bigserial" -> new ValueType(Kind.INTEGER, 64, 0, "bigint");
            case "numeric" -> decimal(type);
            case "float4" -> new ValueType(Kind.FLOAT, 32, 0, "real");
            case "float8" -> new ValueType(Kind.FLOAT, 64, 0, "double precision");
            case "text" -> new ValueType(Kind.TEXT, UNLIMITED, 0, "text");
            case "name" -> new ValueType(Kind.TEXT, 63, 0, "name");
            case "varchar" -> new ValueType(Kind.TEXT, size, 0, size == UNLIMITED ? name : name + "(" + size + ")");
            case "bpchar" ->
                size == UNLIMITED
                        ? new ValueType(Kind.TEXT, UNLIMITED, 0, name)
                        : new ValueType(Kind.TEXT, size, FIXED, "char(" + size + ")");
            case "bytea" -> new ValueType(Kind.BYTES, UNLIMITED, 0, "bytea");
            case "date" -> new ValueType(Kind.DATE, 0, 0, "date");
            case "time" -> new ValueType(Kind.TIME, 0, type.scale(), fraction("time", type));
            case "timestamp" -> new ValueType(Kind.TIMESTAMP, 0, type.scale(), fraction("timestamp", type));
            case "timestamptz" -> new ValueType(Kind.INSTANT, 1, type.scale(), fraction("timestamptz", type));
            // any 128 bits are one, and there is a point in time before and after each
            case "uuid" -> new ValueType(Kind.UUID, 1, 0, "uuid");
            // json keeps its text, of which jsonb keeps the meaning
            case "interval", "timetz" -> new ValueType(Kind.OTHER, 0, type.scale(), name);
            case "json" -> new ValueType(Kind.JSON, 0, 1, "json");
            case "jsonb" -> new ValueType(Kind.JSON, 0, 0, "jsonb");
            default -> new ValueType(Kind.OTHER, 0, 0, name);
        };
    }

    private static ValueType decimal(JdbcType type) {
        return type.precision() <= 0
                ? new ValueType(Kind.DECIMAL, UNLIMITED, UNLIMITED, "numeric")
                : new ValueType(
                        Kind.DECIMAL,
                        type.precision() - type.scale(),
                        type.scale(),
                        "numeric(" + type.precision() + "," + type.scale() + ")");
    }

    private static String fraction(String name, JdbcType type) {
        return type.scale() == 6 ? name : name + "(" + type.scale() + ")";
    }
}
