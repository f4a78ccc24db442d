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
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A copy within the database as one INSERT … SELECT per key range. The rows that are read are locked against changes
 * until the chunk commits: a writer that changes a row waits, and then finds it in the other table too; and a row that
 * was changed since the statement began is read again as it is now. Rows that need nothing are neither locked nor
 * written.
 */
final class PostgresCopy implements Target.RangeUpdate, Target.Copying {
    /**
     * Keeps the server from answering for all rows at once, by a hash of the whole other table that it would read anew for
     * each chunk, the more so the larger it has become.
     */
    static final String BY_INDEX = " OFFSET 0";

    private final String source;
    private final String into;
    private final PostgresKeyset keyset;
    private final String where;
    private final OnConflict onConflict;
    /** The columns written, each with its expression. */
    private final Map<Column, String> columns;
    /** The columns of the other table that hold the key, in its order. */
    private final List<Column> image;

    private final PlainFirst plainFirst = new PlainFirst();

    /**
     * @param source quoted
     * @param image one per column of the key
     */
    PostgresCopy(String source, Table into, PostgresKeyset keyset, String where, Work.Copy copy, List<Column> image) {
        this.source = source;
        this.into = Identifiers.quote(into.name());
        this.keyset = keyset;
        this.where = where;
        this.onConflict = copy.onConflict();
        this.columns = new LinkedHashMap<>();
        copy.columns().forEach((column, expression) -> columns.put(into.require(column), expression));
        this.image = image;
    }

    String sql(Range range) {
        return insert(range, needing()) + conflict(onConflict, image, List.copyOf(columns.keySet()));
    }

    private String insert(Range range, String condition) {
        return keyset.with() + "INSERT INTO " + into + " AS i (" + names(c -> Identifiers.quote(c.name())) + ") SELECT "
                + expressions() + " FROM " + source + " AS t WHERE " + keyset.within(range) + " AND " + condition
                + " FOR SHARE OF t";
    }

    /** What to do with a row that somebody else wrote since the statement began; the table is aliased {@code i}. */
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
                        rest, c -> Identifiers.quote(c.name()) + " = EXCLUDED." + Identifiers.quote(c.name()))
                + " WHERE "
                + rest.stream()
                        .map(c -> PostgresSame.differ(theirs(c), "EXCLUDED." + Identifiers.quote(c.name()), c))
                        .collect(Collectors.joining(" OR "));
    }

    /**
     * The rows to copy. A condition often guards its expressions, such as a cast that only some rows stand; only CASE
     * promises that they are not evaluated for the others.
     */
    String needing() {
        return selected(missing());
    }

    private String selected(String condition) {
        return keyset.only("CASE WHEN " + where + " THEN " + condition + " ELSE false END");
    }

    /**
     * True for rows that are not in the other table, and unless those there are left alone, for rows that are otherwise
     * there. The expressions stand in a part of the statement that knows no other table's columns.
     */
    private String missing() {
        if (onConflict == OnConflict.SKIP) {
            return "NOT EXISTS (SELECT 1 FROM " + into + " AS i WHERE " + sameKey() + BY_INDEX + ")";
        }
        List<Column> all = List.copyOf(columns.keySet());
        String differs = IntStream.range(0, all.size())
                .mapToObj(n ->
                        PostgresSame.differ(theirs(all.get(n)), PostgresSame.cast("s.v" + n, all.get(n)), all.get(n)))
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
                .mapToObj(n -> theirs(image.get(n)) + " = t."
                        + Identifiers.quote(keyset.key().get(n).name()))
                .collect(Collectors.joining(" AND "));
    }

    private static String theirs(Column column) {
        return "i." + Identifiers.quote(column.name());
    }

    private String names(Function<Column, String> form) {
        return columns.keySet().stream().map(form).collect(Collectors.joining(", "));
    }

    private String expressions() {
        return columns.values().stream().map(e -> "(" + e + ")").collect(Collectors.joining(", "));
    }

    @Override
    public int apply(Session session, Range range) {
        @Nullable Object[] parameters = keyset.bind(range);
        return plainFirst.insert(
                (JdbcSession) session,
                insert(range, selected("true")),
                () -> session.update(sql(range), parameters),
                parameters);
    }

    @Override
    public List<Target.Example> examples(Session session, Range range, int limit) {
        String before = names(c -> "(SELECT " + theirs(c) + "::text FROM " + into + " AS i WHERE " + sameKey() + ")");
        String after = columns.values().stream().map(e -> "(" + e + ")::text").collect(Collectors.joining(", "));
        String sql = keyset.with() + "SELECT " + keyset.keyText() + ", " + before + ", " + after + " FROM " + source
                + " AS t WHERE " + keyset.within(range) + " AND " + needing() + " ORDER BY " + keyset.order("")
                + " LIMIT ?";
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
        return PostgresValueTypes.of(session, expressions, source + " AS t");
    }

    @Override
    public Map<String, ValueType> taken(Session session) {
        Map<String, String> names = new LinkedHashMap<>();
        columns.keySet().forEach(column -> names.put(column.name(), "i." + Identifiers.quote(column.name())));
        return PostgresValueTypes.of(session, names, into + " AS i");
    }

    @Override
    public Target.Sums read() {
        return PostgresCopySums.read(source, keyset.key(), where, columns);
    }

    @Override
    public Target.Sums written() {
        return PostgresCopySums.written(into, image, List.copyOf(columns.keySet()));
    }
}
