package dev.backfill.database.sql;

import static dev.backfill.database.ValueType.FIXED;
import static dev.backfill.database.ValueType.UNLIMITED;

import dev.backfill.database.Column;
import dev.backfill.database.Session;
import dev.backfill.database.Table;
import dev.backfill.database.ValueType;
import dev.backfill.database.ValueType.Kind;
import dev.backfill.database.sql.JdbcSession.JdbcType;
import dev.backfill.definition.Expressions;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** MariaDB's and MySQL's types in words that all databases share. */
final class MariaValueTypes {
    private static final int TINY = 255;
    private static final int SHORT = 65_535;
    private static final int MEDIUM = 16_777_215;
    /** Of a character, at most. */
    private static final int BYTES = 4;

    private static final String OWN = "MariaDB's or MySQL's ";
    /** Its name begins with it. */
    static final String BITS = OWN + "bit(";

    private static final Pattern SHAPE =
            Pattern.compile(OWN + "(multi)?(point|linestring|polygon)|" + OWN + "geometry(collection)?");
    private static final Pattern VALID = Pattern.compile("json_valid\\(`((?:[^`]|``)+)`\\)");

    /** MariaDB's: the text itself. */
    private static final ValueType JSON = new ValueType(Kind.JSON, 0, 1, "json");

    /** MySQL's: what the text says, which is written anew. */
    private static final ValueType JSON_TYPE = new ValueType(Kind.JSON, 0, 0, "MySQL's json");

    private static final ValueType NOTHING = new ValueType(Kind.NOTHING, 0, 0, "no type of its own");

    private MariaValueTypes() {}

    /** What expressions over the table's rows give, by their names. */
    static Map<String, ValueType> given(Session session, Table table, Map<String, String> expressions) {
        String columns = expressions.values().stream().map(e -> "(" + e + ")").collect(Collectors.joining(", "));
        MariaFlavour flavour = ((MariaSession) session).flavour();
        List<JdbcType> types = ((JdbcSession) session)
                .types("SELECT " + columns + " FROM " + MariaNames.quote(table.name()) + " AS t WHERE false");
        Map<String, ValueType> given = new LinkedHashMap<>();
        int at = 0;
        for (Map.Entry<String, String> entry : expressions.entrySet()) {
            String expression = entry.getValue();
            Optional<ValueType> column =
                    Expressions.column(expression).flatMap(table::meant).map(MariaValueTypes::given);
            // a literal takes the type of the column it is written to
            ValueType type = Expressions.untyped(expression) ? NOTHING : column.orElse(of(flavour.told(types.get(at))));
            given.put(entry.getKey(), type);
            at++;
        }
        return given;
    }

    /** The same on the way to another database, where JSON is more than text, and shapes are nothing. */
    static Map<String, ValueType> leaving(Session session, Table table, Map<String, String> expressions) {
        Map<String, ValueType> leaving = given(session, table, expressions);
        Set<String> json = json(session, table);
        expressions.forEach((name, expression) -> Expressions.column(expression)
                .flatMap(table::meant)
                .filter(column -> json.contains(column.name()))
                .ifPresent(column -> leaving.put(name, JSON)));
        leaving.replaceAll((name, type) -> SHAPE.matcher(type.name()).matches() ? staying(type) : type);
        return leaving;
    }

    /** What columns take that comes from another database. */
    static Map<String, ValueType> arriving(Session session, Table into, List<Column> columns) {
        Set<String> json = json(session, into);
        Map<String, ValueType> arriving = new LinkedHashMap<>();
        columns.forEach(column -> arriving.put(column.name(), json.contains(column.name()) ? JSON : taken(column)));
        return arriving;
    }

    private static ValueType staying(ValueType type) {
        return other(type.name().substring(OWN.length()) + ", which stays in its database");
    }

    /** Columns that are long texts with a condition. */
    private static Set<String> json(Session session, Table table) {
        Set<String> columns = new HashSet<>();
        String conditions = ((MariaSession) session).flavour().views().conditions();
        if (conditions.isEmpty()) {
            return columns;
        }
        session.query(
                        conditions,
                        row -> row.string(1),
                        table.name().schema(),
                        table.name().table())
                .forEach(condition -> {
                    Matcher matcher = VALID.matcher(condition);
                    if (matcher.matches()) {
                        columns.add(matcher.group(1).replace("``", "`"));
                    }
                });
        return columns;
    }

    static ValueType given(Column column) {
        return of(column, 1);
    }

    /** A column's own limit is one of bytes where it is large, and a text of so many characters may not fit. */
    static ValueType taken(Column column) {
        return of(column, BYTES);
    }

    private static ValueType of(Column column, int bytes) {
        String type = column.type().toLowerCase(Locale.ROOT);
        String name = column.bareType();
        if (type.contains("zerofill")) {
            return other(type);
        }
        int sign = name.endsWith(" unsigned") ? 1 : 0;
        String base = sign == 1 ? name.substring(0, name.indexOf(' ')) : name;
        int first = MariaType.number(column, 1);
        int second = MariaType.number(column, 2);
        return switch (base) {
            case "tinyint" ->
                type.equals("tinyint(1)") ? new ValueType(Kind.BOOLEAN, 8, 0, type) : whole(8 + sign, name);
            case "smallint" -> whole(16 + sign, name);
            case "mediumint" -> whole(24 + sign, name);
            case "int" -> whole(32 + sign, name);
            case "bigint" -> whole(64 + sign, name);
            case "decimal" -> new ValueType(Kind.DECIMAL, first - second, second, type);
            case "float" -> new ValueType(Kind.FLOAT, 32, second, type);
            case "double" -> new ValueType(Kind.FLOAT, 64, second, type);
            case "bit" -> type.equals("bit(1)") ? new ValueType(Kind.BOOLEAN, 1, 0, type) : other(type);
            case "char" -> new ValueType(Kind.TEXT, first, FIXED, type + characters(column));
            case "varchar" -> new ValueType(Kind.TEXT, first, 0, type + characters(column));
            case "tinytext" -> new ValueType(Kind.TEXT, TINY / bytes, 0, type + characters(column));
            case "text" -> new ValueType(Kind.TEXT, SHORT / bytes, 0, type + characters(column));
            case "mediumtext" -> new ValueType(Kind.TEXT, MEDIUM / bytes, 0, type + characters(column));
            case "longtext" -> new ValueType(Kind.TEXT, UNLIMITED, 0, type + characters(column));
            case "json" -> JSON_TYPE;
            case "binary" -> new ValueType(Kind.BYTES, first, FIXED, type);
            case "varbinary" -> new ValueType(Kind.BYTES, first, 0, type);
            case "tinyblob" -> new ValueType(Kind.BYTES, TINY, 0, type);
            case "blob" -> new ValueType(Kind.BYTES, SHORT, 0, type);
            case "mediumblob" -> new ValueType(Kind.BYTES, MEDIUM, 0, type);
            case "longblob" -> new ValueType(Kind.BYTES, UNLIMITED, 0, type);
            case "date" -> new ValueType(Kind.DATE, 0, 0, type);
            case "time" -> new ValueType(Kind.TIME, 1, first, type);
            case "datetime" -> new ValueType(Kind.TIMESTAMP, 0, first, type);
            case "timestamp" -> new ValueType(Kind.INSTANT, 0, first, type);
            case "uuid" -> new ValueType(Kind.UUID, 0, 0, type);
            default -> other(type);
        };
    }

    private static ValueType whole(int bits, String name) {
        return new ValueType(Kind.INTEGER, bits, 0, name);
    }

    /** Other databases have types of these names, too. */
    private static ValueType other(String type) {
        return new ValueType(Kind.OTHER, 0, 0, OWN + type);
    }

    /** Of those that lack characters. */
    private static String characters(Column column) {
        String characters = MariaType.characters(column);
        return characters.equals("utf8mb4") ? "" : " character set " + characters;
    }

    /** An expression's type, as the driver tells it. */
    static ValueType of(JdbcType type) {
        String name = type.name().toLowerCase(Locale.ROOT);
        int sign = name.endsWith(" unsigned") ? 1 : 0;
        String base = sign == 1 ? name.substring(0, name.indexOf(' ')) : name;
        int size = type.precision() <= 0 ? UNLIMITED : type.precision();
        int scale = type.scale();
        return switch (base) {
            case "boolean", "tinyint" -> whole(8 + sign, "tinyint" + (sign == 1 ? " unsigned" : ""));
            case "smallint" -> whole(16 + sign, name);
            case "mediumint" -> whole(24 + sign, name);
            case "int", "integer" -> whole(32 + sign, "int" + (sign == 1 ? " unsigned" : ""));
            case "bigint" -> whole(64 + sign, name);
            case "decimal", "old decimal", "numeric" ->
                new ValueType(Kind.DECIMAL, size - scale, scale, "decimal(" + size + "," + scale + ")");
            case "float" -> new ValueType(Kind.FLOAT, 32, 0, name);
            case "double", "real" -> new ValueType(Kind.FLOAT, 64, 0, "double");
            case "bit" -> size == 1 ? new ValueType(Kind.BOOLEAN, 1, 0, "bit(1)") : other("bit(" + size + ")");
            case "char", "varchar", "tinytext", "text", "mediumtext", "longtext" ->
                new ValueType(Kind.TEXT, size, 0, size < SHORT ? "varchar(" + size + ")" : "text of an expression");
            case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" ->
                new ValueType(Kind.BYTES, size, 0, size < SHORT ? "varbinary(" + size + ")" : "bytes of an expression");
            case "date" -> new ValueType(Kind.DATE, 0, 0, name);
            case "time" -> new ValueType(Kind.TIME, 1, scale, fraction(name, scale));
            case "datetime" -> new ValueType(Kind.TIMESTAMP, 0, scale, fraction(name, scale));
            case "timestamp" -> new ValueType(Kind.INSTANT, 0, scale, fraction(name, scale));
            case "uuid" -> new ValueType(Kind.UUID, 0, 0, name);
            case "json" -> JSON_TYPE;
            case "null" -> NOTHING;
            default -> other(name);
        };
    }

    private static String fraction(String name, int scale) {
        return scale == 0 ? name : name + "(" + scale + ")";
    }
}
