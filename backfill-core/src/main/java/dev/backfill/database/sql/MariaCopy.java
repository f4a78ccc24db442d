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
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A copy within the database as one INSERT … SELECT per key range. Rows that are read are locked against changes until the
 * chunk commits: a writer that changes a row waits, and then finds it in the other table too; and a row that was changed
 * since the statement began is read as it is now. Rows that need nothing are not written.
 */
final class MariaCopy implements Target.RangeUpdate, Target.Copying {
    private final Table table;
    private final Table into;
    private final String quoted;
    private final MariaKeyset keyset;
    private final String where;
    private final OnConflict onConflict;
    /** The columns written, each with its expression. */
    private final Map<Column, String> columns;
    /** The columns of the other table that hold the key, in its order. */
    private final List<Column> image;

    private final MariaUpsert upsert;

    /**
     * @param image one per column of the key
     */
    MariaCopy(Table table, Table into, MariaKeyset keyset, String where, Work.Copy copy, List<Column> image) {
        this.table = table;
        this.into = into;
        this.quoted = MariaNames.quote(into.name());
        this.keyset = keyset;
        this.where = where;
        this.onConflict = copy.onConflict();
        this.columns = new LinkedHashMap<>();
        copy.columns().forEach((column, expression) -> columns.put(into.require(column), expression));
        this.image = image;
        this.upsert = new MariaUpsert(into, List.copyOf(columns.keySet()), image, onConflict);
    }

    String sql(Range range) {
        return upsert.sql(select(range, needing()));
    }

    private String select(Range range, String condition) {
        String values = columns.values().stream().map(e -> "(" + e + ")").collect(Collectors.joining(", "));
        return "SELECT " + values + " FROM " + keyset.from() + " WHERE " + keyset.within(range) + " AND " + condition
                + " LOCK IN SHARE MODE";
    }

    /**
     * The rows to copy. A condition often guards its expressions, such as a cast that only some rows stand; only CASE
     * promises that they are not evaluated for the others.
     */
    String needing() {
        return selected(missing());
    }

    private String selected(String condition) {
        return "CASE WHEN " + where + " THEN " + condition + " ELSE false END";
    }

    /**
     * True for rows that are not in the other table, and unless those there are left alone, for rows that are otherwise
     * there. One look for each column: the expressions stand where no other table's columns are known, and a sub-select
     * that gave them other names would be a copy of the whole table. The key is one of the columns, and never NULL.
     */
    private String missing() {
        if (onConflict == OnConflict.SKIP) {
            return "NOT EXISTS (SELECT 1 FROM " + quoted + " AS i WHERE " + sameKey() + ")";
        }
        return columns.entrySet().stream()
                .map(e -> MariaType.differs(there(theirs(e.getKey())), e.getKey(), e.getValue()))
                .collect(Collectors.joining(" OR "));
    }

    /** What the row of the other table has; NULL if there is none. */
    private String there(String value) {
        return "(SELECT " + value + " FROM " + quoted + " AS i WHERE " + sameKey() + ")";
    }

    private String sameKey() {
        return IntStream.range(0, image.size())
                .mapToObj(n -> theirs(image.get(n)) + " = "
                        + MariaNames.of(keyset.key().get(n)))
                .collect(Collectors.joining(" AND "));
    }

    private static String theirs(Column column) {
        return "i." + MariaNames.quote(column.name());
    }

    @Override
    public int apply(Session session, Range range) {
        return upsert.run(session, select(range, selected("true")), select(range, needing()), keyset.bind(range));
    }

    @Override
    public List<Target.Example> examples(Session session, Range range, int limit) {
        String before = columns.keySet().stream()
                .map(c -> there(MariaType.text(theirs(c), c)))
                .collect(Collectors.joining(", "));
        String after = columns.entrySet().stream()
                .map(e -> MariaType.text("(" + e.getValue() + ")", e.getKey()))
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
        List<Column> all = new ArrayList<>(columns.keySet());
        for (int i = 0; i < all.size(); i++) {
            cells.put(all.get(i).name(), row.text(behind + 1 + i));
        }
        return cells;
    }

    @Override
    public Map<String, ValueType> given(Session session) {
        Map<String, String> expressions = new LinkedHashMap<>();
        columns.forEach((column, expression) -> expressions.put(column.name(), expression));
        return MariaValueTypes.given(session, table, expressions);
    }

    @Override
    public Map<String, ValueType> taken(Session session) {
        return taken();
    }

    private Map<String, ValueType> taken() {
        Map<String, ValueType> taken = new LinkedHashMap<>();
        columns.keySet().forEach(column -> taken.put(column.name(), MariaValueTypes.taken(column)));
        return taken;
    }

    @Override
    public Target.Sums read() {
        return new Target.Sums() {
            @Override
            public Target.Sum sum(Session session, Range range) {
                return read(session).sum(session, range);
            }

            @Override
            public Map<Position, String> rows(Session session, Range range, int limit) {
                return read(session).rows(session, range, limit);
            }
        };
    }

    private MariaCopySums read(Session session) {
        Map<String, ValueType> given = given(session);
        Map<String, ValueType> taken = taken();
        List<String> texts = new ArrayList<>();
        columns.forEach((column, expression) -> texts.add(MariaChecksum.canonical(
                expression,
                Objects.requireNonNull(given.get(column.name())),
                Objects.requireNonNull(taken.get(column.name())))));
        return new MariaCopySums(keyset.self(), where, keyset.key(), "t", texts);
    }

    @Override
    public Target.Sums written() {
        return written(into, image, List.copyOf(columns.keySet()));
    }

    /** The rows of the other table. */
    static MariaCopySums written(Table into, List<Column> image, List<Column> columns) {
        boolean primary = image.stream().map(Column::name).toList().equals(into.primaryKey());
        List<String> texts = columns.stream()
                .map(c -> {
                    ValueType type = MariaValueTypes.taken(c);
                    return MariaChecksum.canonical(theirs(c), type, type);
                })
                .toList();
        return new MariaCopySums(
                MariaNames.quote(into.name()) + " AS i" + (primary ? " FORCE INDEX (PRIMARY)" : ""),
                "true",
                image,
                "i",
                texts);
    }
}
