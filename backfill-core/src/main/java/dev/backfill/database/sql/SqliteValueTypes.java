package dev.backfill.database.sql;

import static dev.backfill.database.ValueType.UNLIMITED;

import dev.backfill.database.Column;
import dev.backfill.database.Table;
import dev.backfill.database.ValueType;
import dev.backfill.database.ValueType.Kind;
import dev.backfill.definition.Expressions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is meant by SQLite's columns, in words that all databases share. Only the affinity counts: a length is not enforced,
 * and a date is a text or a number. A value of another storage class than its column means is not carried.
 */
final class SqliteValueTypes {
    static final ValueType WHOLE = new ValueType(Kind.INTEGER, 64, 0, "integer");
    static final ValueType REAL = new ValueType(Kind.FLOAT, 64, 0, "double precision");
    static final ValueType TEXT = new ValueType(Kind.TEXT, UNLIMITED, 0, "text of any length");
    static final ValueType BLOB = new ValueType(Kind.BYTES, UNLIMITED, 0, "blob of any length");
    /** Numbers of two kinds, and whatever else is no number: decimals, truths, dates. */
    static final ValueType NUMERIC = new ValueType(Kind.OTHER, 0, 0, "SQLite's numeric");
    /** A column that was given no type, and keeps each value as it is. */
    static final ValueType ANY = new ValueType(Kind.OTHER, 0, 0, "SQLite's any");

    private static final ValueType NOTHING = new ValueType(Kind.NOTHING, 0, 0, "no type of its own");

    /** By storage class; NULL says nothing. */
    private static final Map<Set<String>, ValueType> KNOWN = Map.of(
            Set.of("integer"), WHOLE,
            Set.of("real"), REAL,
            Set.of("text"), TEXT,
            Set.of("blob"), BLOB,
            Set.of("integer", "real"), NUMERIC);

    /** Enough to see what an expression gives; each row is looked at when it is copied. */
    private static final int SEEN = 500;

    private SqliteValueTypes() {}

    static ValueType of(Column column) {
        return switch (SqliteType.of(column)) {
            case INTEGER -> WHOLE;
            case REAL -> REAL;
            case TEXT -> TEXT;
            case NUMERIC -> NUMERIC;
            case BLOB -> column.type().toUpperCase(Locale.ROOT).contains("BLOB") ? BLOB : ANY;
        };
    }

    /** What the columns take. */
    static Map<String, ValueType> taken(List<Column> columns) {
        Map<String, ValueType> taken = new LinkedHashMap<>();
        columns.forEach(column -> taken.put(column.name(), of(column)));
        return taken;
    }

    /** The column of the table that an expression is and nothing else. */
    static Optional<Column> column(Table table, String expression) {
        return Expressions.column(expression).flatMap(table::meant);
    }

    /**
     * What expressions give, by their names. SQLite knows no types of expressions: that of a column is what it means, and
     * that of anything else is seen from the table's first rows. If there are none it is that of the column written.
     *
     * @param from what stands behind FROM, for expressions over the table's rows
     * @param where true for the rows that are copied
     * @param taken what the columns written take
     */
    static Map<String, ValueType> given(
            SqliteSession session,
            Table table,
            String from,
            String where,
            Map<String, String> expressions,
            Map<String, ValueType> taken) {
        Map<String, ValueType> given = new LinkedHashMap<>();
        expressions.forEach((name, expression) -> {
            ValueType wanted = taken.getOrDefault(name, ANY);
            Optional<ValueType> column = column(table, expression).map(SqliteValueTypes::of);
            if (wanted.equals(ANY)) {
                given.put(name, ANY);
            } else if (column.isPresent()) {
                given.put(name, column.get());
            } else if (expression.strip().equalsIgnoreCase("null")) {
                given.put(name, NOTHING);
            } else {
                given.put(name, seen(session, from, where, expression, wanted));
            }
        });
        return given;
    }

    private static ValueType seen(
            SqliteSession session, String from, String where, String expression, ValueType wanted) {
        Set<String> classes = new TreeSet<>(session.glance("SELECT typeof(CASE WHEN " + where + " THEN (" + expression
                + ") END) FROM " + from + " LIMIT " + SEEN));
        classes.remove("null");
        if (classes.isEmpty()) {
            return unseen(wanted);
        }
        if (wanted.equals(NUMERIC) && Set.of("integer", "real").containsAll(classes)) {
            return NUMERIC;
        }
        ValueType known = KNOWN.get(classes);
        return known == null
                ? new ValueType(Kind.OTHER, 0, 0, "values of several kinds: " + String.join(", ", classes))
                : known;
    }

    private static ValueType unseen(ValueType wanted) {
        return switch (wanted.kind()) {
            case INTEGER, DECIMAL -> WHOLE;
            case FLOAT -> REAL;
            case TEXT -> TEXT;
            case BYTES -> BLOB;
            case BOOLEAN -> wanted.size() > 1 ? WHOLE : untyped();
            case OTHER -> wanted.equals(NUMERIC) ? NUMERIC : untyped();
            case DATE, TIME, TIMESTAMP, INSTANT, UUID, JSON, NOTHING -> untyped();
        };
    }

    private static ValueType untyped() {
        return new ValueType(Kind.OTHER, 0, 0, "an expression that SQLite gives no type");
    }
}
