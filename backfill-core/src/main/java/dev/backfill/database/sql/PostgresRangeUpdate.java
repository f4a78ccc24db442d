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

/** SQL work as one UPDATE per key range that touches only rows whose values really change. */
final class PostgresRangeUpdate implements Target.RangeUpdate {
    private final String table;
    private final PostgresKeyset keyset;
    private final String where;
    private final Map<Column, String> expressions;

    PostgresRangeUpdate(String table, PostgresKeyset keyset, String where, Map<Column, String> expressions) {
        this.table = table;
        this.keyset = keyset;
        this.where = where;
        this.expressions = expressions;
    }

    String sql(Range range) {
        String assignments = expressions.entrySet().stream()
                .map(e -> Identifiers.quote(e.getKey().name()) + " = (" + e.getValue() + ")")
                .collect(Collectors.joining(", "));
        return keyset.with() + "UPDATE " + table + " AS t SET " + assignments + " WHERE " + keyset.within(range)
                + " AND " + needing();
    }

    /**
     * The rows to change. A condition often guards its expressions, such as a cast that only some rows stand; only CASE
     * promises that they are not evaluated for the others.
     */
    private String needing() {
        return keyset.only("CASE WHEN " + where + " THEN " + differs() + " ELSE false END");
    }

    /** True for rows of which at least one column is not what its expression gives. */
    String differs() {
        return expressions.entrySet().stream()
                .map(e -> differs(e.getKey(), e.getValue()))
                .collect(Collectors.joining(" OR "));
    }

    private static String differs(Column column, String expression) {
        String name = "t." + Identifiers.quote(column.name());
        return PostgresSame.differ(name, PostgresSame.cast("(" + expression + ")", column), column);
    }

    @Override
    public int apply(Session session, Range range) {
        return session.update(sql(range), keyset.bind(range));
    }

    @Override
    public List<Target.Example> examples(Session session, Range range, int limit) {
        List<Map.Entry<Column, String>> columns = new ArrayList<>(expressions.entrySet());
        String before = columns.stream()
                .map(e -> "t." + Identifiers.quote(e.getKey().name()) + "::text")
                .collect(Collectors.joining(", "));
        String after = columns.stream().map(e -> "(" + e.getValue() + ")::text").collect(Collectors.joining(", "));
        String sql = keyset.with() + "SELECT " + keyset.keyText() + ", " + before + ", " + after + " FROM " + table
                + " AS t WHERE "
                + keyset.within(range) + " AND " + needing() + " ORDER BY " + keyset.order("")
                + " LIMIT ?";
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
