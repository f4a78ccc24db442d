package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** SQL work as one UPDATE per key range that touches only rows whose stored values really change. */
abstract class SqlRangeUpdate implements Target.RangeUpdate {
    private final SqlKeyset keyset;
    private final String where;
    private final Map<Column, String> expressions;

    SqlRangeUpdate(SqlKeyset keyset, String where, Map<Column, String> expressions) {
        this.keyset = keyset;
        this.where = where;
        this.expressions = expressions;
    }

    /** What stands before the table that is updated. */
    String before() {
        return "";
    }

    /** The column on the left of an assignment. */
    abstract String assigned(Column column);

    /** What is assigned. */
    String value(Column column, String expression) {
        return expression;
    }

    /** True if storing the expression's value would change what is stored. */
    abstract String differs(Column column, String expression);

    /** What is stored, as text. */
    abstract String stored(Column column);

    /** A value as text, in the form of {@link #stored}. */
    abstract String given(String value, Column column);

    String sql(Range range) {
        String assignments = expressions.entrySet().stream()
                .map(e -> assigned(e.getKey()) + " = " + value(e.getKey(), "(" + e.getValue() + ")"))
                .collect(Collectors.joining(", "));
        return "UPDATE " + before() + keyset.from() + " SET " + assignments + " WHERE " + keyset.within(range) + " AND "
                + needing();
    }

    /**
     * The rows to change. A condition often guards its expressions, such as a cast that only some rows stand; only CASE
     * promises that they are not evaluated for the others.
     */
    private String needing() {
        return "CASE WHEN " + where + " THEN " + differs() + " ELSE false END";
    }

    /** True for rows of which at least one column is not what its expression gives. */
    String differs() {
        return expressions.entrySet().stream()
                .map(e -> differs(e.getKey(), e.getValue()))
                .collect(Collectors.joining(" OR "));
    }

    @Override
    public int apply(Session session, Range range) {
        return session.update(sql(range), keyset.bind(range));
    }

    @Override
    public List<Target.Example> examples(Session session, Range range, int limit) {
        List<Map.Entry<Column, String>> columns = new ArrayList<>(expressions.entrySet());
        String before = columns.stream().map(e -> stored(e.getKey())).collect(Collectors.joining(", "));
        String after = columns.stream()
                .map(e -> given("(" + e.getValue() + ")", e.getKey()))
                .collect(Collectors.joining(", "));
        String sql = "SELECT " + keyset.keyText() + ", " + before + ", " + after + " FROM " + keyset.from() + " WHERE "
                + keyset.within(range) + " AND " + needing() + " ORDER BY " + keyset.order("") + " LIMIT ?";
        int keys = keyset.key().size();
        return session.query(
                sql,
                row -> {
                    Position key = keyset.position(row);
                    return new Target.Example(
                            key, cells(row, columns, keys), cells(row, columns, keys + columns.size()));
                },
                keyset.bind(range, limit));
    }

    private static Map<String, @Nullable String> cells(
            Session.Cells row, List<Map.Entry<Column, String>> columns, int behind) {
        Map<String, @Nullable String> cells = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            cells.put(columns.get(i).getKey().name(), row.text(behind + 1 + i));
        }
        return cells;
    }
}
