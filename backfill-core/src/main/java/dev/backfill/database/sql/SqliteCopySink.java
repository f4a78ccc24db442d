package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.CopyRow;
import dev.backfill.database.CopySink;
import dev.backfill.database.Position;
import dev.backfill.database.Session;
import dev.backfill.database.Table;
import dev.backfill.database.Target;
import dev.backfill.database.Target.StatementPlan;
import dev.backfill.database.ValueType;
import dev.backfill.definition.OnConflict;
import dev.backfill.definition.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The half of a copy between databases that SQLite is written for: one INSERT per row, since there is no way to a server. */
final class SqliteCopySink implements CopySink {
    private final String quoted;
    private final List<Column> columns;
    private final List<Column> image;
    private final OnConflict onConflict;
    private final Set<String> transformed;
    private final Map<String, ValueType> taken;

    /**
     * @param key columns of the row that is read
     */
    SqliteCopySink(Table into, Work.Copy copy, List<String> key) {
        this.quoted = Identifiers.quote(into.name());
        this.columns = copy.columns().keySet().stream().map(into::require).toList();
        this.image = SqliteTarget.image(into, copy, key);
        this.onConflict = copy.onConflict();
        this.transformed = Set.copyOf(copy.transformed());
        this.taken = SqliteValueTypes.taken(columns);
    }

    @Override
    public Map<String, ValueType> taken(Session session) {
        return taken;
    }

    private String sql() {
        String values = IntStream.range(0, columns.size())
                .mapToObj(SqliteCopySink::mark)
                .collect(Collectors.joining(", "));
        return SqliteCopy.insert(quoted, columns) + " SELECT " + values + " WHERE "
                + needing(onConflict != OnConflict.SKIP) + SqliteCopy.conflict(onConflict, image, columns);
    }

    /** A parameter, which stands in the statement more than once. */
    private static String mark(int n) {
        return "?" + (n + 1);
    }

    private String needing(boolean differing) {
        String there = " FROM " + quoted + " AS i WHERE "
                + image.stream()
                        .map(c -> theirs(c) + " = " + mark(columns.indexOf(c)))
                        .collect(Collectors.joining(" AND "));
        if (!differing) {
            return "NOT EXISTS (SELECT 1" + there + ")";
        }
        String differs = IntStream.range(0, columns.size())
                .mapToObj(n -> SqliteType.differs(theirs(columns.get(n)), columns.get(n), mark(n)))
                .collect(Collectors.joining(" OR "));
        return "coalesce((SELECT " + differs + there + "), true)";
    }

    private static String theirs(Column column) {
        return "i." + Identifiers.quote(column.name());
    }

    @Override
    public int write(Session session, List<CopyRow> rows) {
        List<List<@Nullable Object>> values = rows.stream().map(this::values).toList();
        return rows.isEmpty()
                ? 0
                : Arrays.stream(((SqliteSession) session).batch(sql(), values)).sum();
    }

    @Override
    public List<Position> lacking(Session session, List<CopyRow> rows, boolean differing) {
        // a statement takes no more parameters than it mentions
        int mentioned = differing
                ? columns.size()
                : 1 + image.stream().mapToInt(columns::indexOf).max().orElseThrow();
        List<List<@Nullable Object>> values =
                rows.stream().map(row -> values(row).subList(0, mentioned)).toList();
        boolean[] lacking = ((SqliteSession) session).ask("SELECT " + needing(differing), values);
        return IntStream.range(0, rows.size())
                .filter(i -> lacking[i])
                .mapToObj(i -> rows.get(i).key())
                .toList();
    }

    private List<@Nullable Object> values(CopyRow row) {
        List<@Nullable Object> values = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i).name();
            Object value = row.values().get(i);
            values.add(SqliteCopyValues.arriving(
                    transformed.contains(column) ? SqliteValues.stored(value) : value,
                    column,
                    Objects.requireNonNull(taken.get(column))));
        }
        return values;
    }

    @Override
    public List<String> missingForLargeRows(Session session) {
        return List.of();
    }

    @Override
    public Target.Sums sums() {
        return SqliteCopySums.written(quoted, image, SqliteKeyForm.SHARED, columns);
    }

    @Override
    public Map<Position, Map<String, @Nullable String>> texts(Session session, List<Position> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        List<String> keyValues = image.stream().map(SqliteCopySink::theirs).toList();
        String texts = columns.stream().map(c -> SqliteType.text(theirs(c))).collect(Collectors.joining(", "));
        Map<Position, Map<String, @Nullable String>> found = new LinkedHashMap<>();
        ((SqliteSession) session)
                .each(
                        "SELECT " + String.join(", ", keyValues) + ", " + texts + " FROM " + quoted + " AS i WHERE "
                                + SqliteKeyset.among(keyValues, keys.size()),
                        row -> {
                            Map<String, @Nullable String> cells = new LinkedHashMap<>();
                            for (int i = 0; i < columns.size(); i++) {
                                cells.put(columns.get(i).name(), row.getString(image.size() + 1 + i));
                            }
                            found.put(SqliteCopySums.position(row, image, SqliteKeyForm.SHARED), cells);
                        },
                        SqliteKeyset.values(keys, image, SqliteKeyForm.SHARED).toArray());
        return found;
    }

    @Override
    public Map<String, StatementPlan> explain(Session session) {
        return Map.of("write", new SqliteExplain(session).plan(sql(), new Object[columns.size()]));
    }
}
