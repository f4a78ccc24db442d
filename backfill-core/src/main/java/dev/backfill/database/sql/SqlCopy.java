package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Table;
import dev.backfill.database.Target;
import dev.backfill.definition.OnConflict;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A copy within the database as one INSERT … SELECT per key range. The table that is read is aliased {@code t}, the one that
 * is written {@code i}. Rows that need nothing are not written.
 */
abstract class SqlCopy implements Target.RangeUpdate, Target.Copying {
    private final RangeSql keyset;
    private final String where;
    private final Table into;
    private final OnConflict onConflict;
    /** The columns written, each with its expression. */
    private final Map<Column, String> columns;
    /** The columns of the other table that hold the key, in its order. */
    private final List<Column> image;

    /**
     * @param image one per column of the key
     */
    SqlCopy(RangeSql keyset, String where, Table into, Work.Copy copy, List<Column> image) {
        this.keyset = keyset;
        this.where = where;
        this.into = into;
        this.onConflict = copy.onConflict();
        Map<Column, String> written = new LinkedHashMap<>();
        copy.columns().forEach((column, expression) -> written.put(into.require(column), expression));
        this.columns = Collections.unmodifiableMap(written);
        this.image = image;
    }

    /** The statement that minds rows that are there. */
    abstract String sql(Range range);

    String quote(TableName name) {
        return Identifiers.quote(name);
    }

    String quote(String column) {
        return Identifiers.quote(column);
    }

    /** A column of the key, of the table that is read. */
    abstract String key(Column column);

    /** A value as text for people. */
    abstract String text(String value, Column column);

    /** True if storing the value would change what is stored. */
    abstract String differ(String stored, String given, Column column);

    /** What stands at the end of the look for one row of the other table. */
    String look() {
        return "";
    }

    final Table into() {
        return into;
    }

    final String intoTable() {
        return quote(into.name());
    }

    final OnConflict onConflict() {
        return onConflict;
    }

    final Map<Column, String> columns() {
        return columns;
    }

    final List<Column> all() {
        return List.copyOf(columns.keySet());
    }

    final List<Column> image() {
        return image;
    }

    final String where() {
        return where;
    }

    final String expressions() {
        return columns.entrySet().stream()
                .map(e -> value(e.getKey(), "(" + e.getValue() + ")"))
                .collect(Collectors.joining(", "));
    }

    /** What is inserted. */
    String value(Column column, String expression) {
        return expression;
    }

    /** Each column's expression, by its name. */
    final Map<String, String> named() {
        Map<String, String> named = new LinkedHashMap<>();
        columns.forEach((column, expression) -> named.put(column.name(), expression));
        return named;
    }

    /** The rows to copy. */
    final String needing() {
        return selected(onConflict == OnConflict.SKIP ? missing() : otherwise());
    }

    /**
     * The rows of the range for which that is true, too. A condition often guards its expressions, such as a cast that only
     * some rows stand; only CASE promises that they are not evaluated for the others.
     */
    final String selected(String condition) {
        return keyset.only("CASE WHEN " + where + " THEN " + condition + " ELSE false END");
    }

    /** True for rows that are not in the other table. */
    private String missing() {
        return "NOT EXISTS (SELECT 1 FROM " + intoTable() + " AS i WHERE " + sameKey() + look() + ")";
    }

    /**
     * True for rows that are not in the other table, or otherwise. The expressions stand in a part of the statement that
     * knows no other table's columns.
     */
    String otherwise() {
        List<Column> all = all();
        String differs = IntStream.range(0, all.size())
                .mapToObj(n -> differ(theirs(all.get(n)), "s.v" + n, all.get(n)))
                .collect(Collectors.joining(" OR "));
        List<String> expressions = List.copyOf(columns.values());
        String values = IntStream.range(0, all.size())
                .mapToObj(n -> "(" + expressions.get(n) + ") AS v" + n)
                .collect(Collectors.joining(", "));
        return "(SELECT coalesce(" + there(differs) + ", true) FROM (SELECT " + values + ") AS s)";
    }

    /** What the row of the other table has; NULL if there is none. */
    final String there(String value) {
        return "(SELECT " + value + " FROM " + intoTable() + " AS i WHERE " + sameKey() + ")";
    }

    private String sameKey() {
        return IntStream.range(0, image.size())
                .mapToObj(n -> theirs(image.get(n)) + " = " + key(keyset.key().get(n)))
                .collect(Collectors.joining(" AND "));
    }

    final String theirs(Column column) {
        return "i." + quote(column.name());
    }

    @Override
    public final List<Target.Example> examples(Session session, Range range, int limit) {
        String before =
                columns.keySet().stream().map(c -> there(text(theirs(c), c))).collect(Collectors.joining(", "));
        String after = columns.entrySet().stream()
                .map(e -> text("(" + e.getValue() + ")", e.getKey()))
                .collect(Collectors.joining(", "));
        String sql = keyset.with() + "SELECT " + keyset.keyText() + ", " + before + ", " + after + " FROM "
                + keyset.from() + " WHERE " + keyset.within(range) + " AND " + needing() + " ORDER BY "
                + keyset.order("") + " LIMIT ?";
        int keys = keyset.key().size();
        return session.query(
                sql,
                row -> {
                    Position key = keyset.position(row);
                    return new Target.Example(key, cells(row, keys), cells(row, keys + columns.size()));
                },
                keyset.bind(range, limit));
    }

    private Map<String, @Nullable String> cells(Session.Cells row, int behind) {
        Map<String, @Nullable String> cells = new LinkedHashMap<>();
        List<Column> all = new ArrayList<>(columns.keySet());
        for (int i = 0; i < all.size(); i++) {
            cells.put(all.get(i).name(), row.text(behind + 1 + i));
        }
        return cells;
    }
}
