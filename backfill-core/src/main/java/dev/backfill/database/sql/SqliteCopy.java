package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Table;
import dev.backfill.database.Target;
import dev.backfill.database.ValueType;
import dev.backfill.definition.OnConflict;
import dev.backfill.definition.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A copy within the database as one INSERT … SELECT per key range. While it runs nobody else writes, so neither the rows that
 * are read nor those that are there already can change. Rows that need nothing are not written.
 */
final class SqliteCopy implements Target.RangeUpdate, Target.Copying {
    private final Table table;
    private final String into;
    private final SqliteKeyset keyset;
    private final String where;
    private final OnConflict onConflict;
    /** The columns written, each with its expression. */
    private final Map<Column, String> columns;
    /** The columns of the other table that hold the key, in its order. */
    private final List<Column> image;

    /**
     * @param image one per column of the key
     */
    SqliteCopy(Table table, Table into, SqliteKeyset keyset, String where, Work.Copy copy, List<Column> image) {
        this.table = table;
        this.into = Identifiers.quote(into.name());
        this.keyset = keyset;
        this.where = where;
        this.onConflict = copy.onConflict();
        this.columns = new LinkedHashMap<>();
        copy.columns().forEach((column, expression) -> columns.put(into.require(column), expression));
        this.image = image;
    }

    String sql(Range range) {
        return insert(into, all()) + " SELECT " + expressions() + " FROM " + keyset.from() + " WHERE "
                + keyset.within(range) + " AND " + needing() + conflict(onConflict, image, all());
    }

    /** A unique index may say that it replaces or ignores what it meets; the statement says that it does not. */
    static String insert(String table, List<Column> columns) {
        return "INSERT OR ABORT INTO " + table + " AS i (" + Identifiers.list(columns, c -> Identifiers.quote(c.name()))
                + ")";
    }

    /** What to do with a row that is there. Any other unique index refuses it. */
    static String conflict(OnConflict onConflict, List<Column> image, List<Column> columns) {
        if (onConflict == OnConflict.FAIL) {
            return "";
        }
        String target = " ON CONFLICT (" + Identifiers.list(image, c -> Identifiers.quote(c.name())) + ") DO ";
        List<Column> rest = columns.stream().filter(c -> !image.contains(c)).toList();
        if (onConflict == OnConflict.SKIP || rest.isEmpty()) {
            return target + "NOTHING";
        }
        return target + "UPDATE SET "
                + Identifiers.list(
                        rest, c -> Identifiers.quote(c.name()) + " = excluded." + Identifiers.quote(c.name()));
    }

    /**
     * The rows to copy. A condition often guards its expressions, such as a cast that only some rows stand; only CASE
     * promises that they are not evaluated for the others.
     */
    String needing() {
        return "CASE WHEN " + where + " THEN " + missing() + " ELSE false END";
    }

    /**
     * True for rows that are not in the other table, and unless those there are left alone, for rows that are otherwise
     * there. The expressions stand in a part of the statement that knows no other table's columns.
     */
    private String missing() {
        if (onConflict == OnConflict.SKIP) {
            return "NOT EXISTS (SELECT 1 FROM " + into + " AS i WHERE " + sameKey() + ")";
        }
        List<Column> all = all();
        String differs = IntStream.range(0, all.size())
                .mapToObj(n -> SqliteType.differs(theirs(all.get(n)), all.get(n), "s.v" + n))
                .collect(Collectors.joining(" OR "));
        List<String> expressions = List.copyOf(columns.values());
        String values = IntStream.range(0, all.size())
                .mapToObj(n -> "(" + expressions.get(n) + ") AS v" + n)
                .collect(Collectors.joining(", "));
        return "(SELECT coalesce((SELECT " + differs + " FROM " + into + " AS i WHERE " + sameKey()
                + "), true) FROM (SELECT " + values + ") AS s)";
    }

    private String sameKey() {
        return IntStream.range(0, image.size())
                .mapToObj(n -> theirs(image.get(n)) + " = "
                        + SqliteNames.of(keyset.key().get(n)))
                .collect(Collectors.joining(" AND "));
    }

    private static String theirs(Column column) {
        return "i." + Identifiers.quote(column.name());
    }

    private List<Column> all() {
        return List.copyOf(columns.keySet());
    }

    private String expressions() {
        return columns.values().stream().map(e -> "(" + e + ")").collect(Collectors.joining(", "));
    }

    @Override
    public int apply(Session session, Range range) {
        refuseUnfit(session, range);
        return session.update(sql(range), keyset.bind(range));
    }

    /** A column takes values of any storage class, and makes others of some. */
    private void refuseUnfit(Session session, Range range) {
        List<String> cases = new ArrayList<>();
        List<Column> all = all();
        for (int n = 0; n < all.size(); n++) {
            String expression = String.valueOf(columns.get(all.get(n)));
            ValueType taken = SqliteValueTypes.of(all.get(n));
            List<String> classes = SqliteCopyValues.classes(taken);
            boolean stored = taken.equals(SqliteValueTypes.NUMERIC)
                    && SqliteValueTypes.column(table, expression).isPresent();
            if (!classes.isEmpty() && !stored) {
                String found = "typeof((" + expression + "))";
                cases.add("WHEN " + found + " NOT IN ('" + String.join("', '", classes) + "', 'null') THEN '" + n
                        + " ' || " + found);
            }
        }
        if (cases.isEmpty()) {
            return;
        }
        String sql = "SELECT u.unfit FROM (SELECT CASE " + String.join(" ", cases) + " END AS unfit FROM "
                + keyset.from() + " WHERE " + keyset.within(range) + " AND " + needing()
                + ") AS u WHERE u.unfit IS NOT NULL LIMIT 1";
        session.query(sql, row -> row.string(1), keyset.bind(range)).forEach(unfit -> {
            String[] found = unfit.split(" ", 2);
            Column column = all.get(Integer.parseInt(found[0]));
            throw SqliteCopyValues.unfit(column.name(), found[1], SqliteValueTypes.of(column));
        });
    }

    @Override
    public List<Target.Example> examples(Session session, Range range, int limit) {
        String before = columns.keySet().stream()
                .map(c -> "(SELECT " + SqliteType.text(theirs(c)) + " FROM " + into + " AS i WHERE " + sameKey() + ")")
                .collect(Collectors.joining(", "));
        String after = columns.values().stream()
                .map(e -> SqliteType.text("(" + e + ")"))
                .collect(Collectors.joining(", "));
        String sql = "SELECT " + keyset.keyText() + ", " + before + ", " + after + " FROM " + keyset.from() + " WHERE "
                + keyset.within(range) + " AND " + needing() + " ORDER BY " + keyset.order("") + " LIMIT ?";
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
        List<Column> all = all();
        for (int i = 0; i < all.size(); i++) {
            cells.put(all.get(i).name(), row.text(behind + 1 + i));
        }
        return cells;
    }

    @Override
    public Map<String, ValueType> given(Session session) {
        Map<String, String> expressions = new LinkedHashMap<>();
        columns.forEach((column, expression) -> expressions.put(column.name(), expression));
        return SqliteValueTypes.given(
                (SqliteSession) session, table, keyset.from(), where, expressions, SqliteValueTypes.taken(all()));
    }

    @Override
    public Map<String, ValueType> taken(Session session) {
        return SqliteValueTypes.taken(all());
    }

    @Override
    public Target.Sums read() {
        return new SqliteCopySums(
                keyset.from(),
                where,
                keyset.key(),
                "t",
                SqliteKeyForm.OWN,
                columns.values().stream().map(e -> "(" + e + ")").toList(),
                all().stream().map(SqliteValueTypes::of).toList());
    }

    @Override
    public Target.Sums written() {
        return SqliteCopySums.written(into, image, SqliteKeyForm.OWN, all());
    }
}
