package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.CopyRow;
import dev.backfill.database.CopySink;
import dev.backfill.database.Destination;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Table;
import dev.backfill.database.Target;
import dev.backfill.database.Target.StatementPlan;
import dev.backfill.database.ValueType;
import dev.backfill.definition.OnConflict;
import dev.backfill.definition.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The half of a copy between databases that PostgreSQL is written for: one INSERT from arrays of text per chunk. */
final class PostgresCopySink implements CopySink {
    private final Table into;
    private final String quoted;
    private final List<Column> columns;
    private final List<Column> image;
    private final OnConflict onConflict;
    private final PlainFirst plainFirst = new PlainFirst();

    /**
     * @param key columns of the row that is read
     */
    PostgresCopySink(Table into, Work.Copy copy, List<String> key) {
        this.into = into;
        this.quoted = Identifiers.quote(into.name());
        this.columns = copy.columns().keySet().stream().map(into::require).toList();
        this.image = Destination.image(into, copy, key)
                .orElseThrow(() -> new IllegalArgumentException("no unique key of " + into.name() + " holds " + key))
                .stream()
                .map(into::require)
                .toList();
        this.onConflict = copy.onConflict();
    }

    @Override
    public Map<String, ValueType> taken(Session session) {
        Map<String, String> names = new LinkedHashMap<>();
        columns.forEach(column -> names.put(column.name(), "i." + Identifiers.quote(column.name())));
        return PostgresValueTypes.of(session, names, quoted + " AS i");
    }

    private String sql() {
        return insert() + " WHERE " + needing(onConflict != OnConflict.SKIP)
                + PostgresCopy.conflict(onConflict, image, columns);
    }

    private String insert() {
        String values = numbered(i -> PostgresSame.cast("v.w" + i, columns.get(i)));
        return "INSERT INTO " + quoted + " AS i (" + Identifiers.list(columns, c -> Identifiers.quote(c.name()))
                + ") SELECT " + values + " FROM " + given("", "");
    }

    /** The rows that are handed over, as {@code v}; with what else there shall be of them, and its name. */
    private String given(String more, String name) {
        String arrays = columns.stream().map(c -> "?::pg_catalog.text[]").collect(Collectors.joining(", "));
        return "unnest(" + arrays + ")" + more + " AS v (" + numbered(i -> "w" + i) + name + ")";
    }

    private String needing(boolean differing) {
        String same = image.stream()
                .map(c -> "i." + Identifiers.quote(c.name()) + " = " + PostgresSame.cast("v.w" + columns.indexOf(c), c))
                .collect(Collectors.joining(" AND "));
        if (!differing) {
            return "NOT EXISTS (SELECT 1 FROM " + quoted + " AS i WHERE " + same + PostgresCopy.BY_INDEX + ")";
        }
        String differs = IntStream.range(0, columns.size())
                .mapToObj(n -> PostgresSame.differ(
                        "i." + Identifiers.quote(columns.get(n).name()),
                        PostgresSame.cast("v.w" + n, columns.get(n)),
                        columns.get(n)))
                .collect(Collectors.joining(" OR "));
        return "coalesce((SELECT " + differs + " FROM " + quoted + " AS i WHERE " + same + "), true)";
    }

    private String numbered(java.util.function.IntFunction<String> form) {
        return IntStream.range(0, columns.size()).mapToObj(form).collect(Collectors.joining(", "));
    }

    @Override
    public int write(Session session, List<CopyRow> rows) {
        if (rows.isEmpty()) {
            return 0;
        }
        Object[] arrays = arrays(rows);
        return plainFirst.insert((JdbcSession) session, insert(), () -> session.update(sql(), arrays), arrays);
    }

    @Override
    public List<Position> lacking(Session session, List<CopyRow> rows, boolean differing) {
        return rows.isEmpty()
                ? List.of()
                : session.query(
                        "SELECT v.place FROM " + given(" WITH ORDINALITY", ", place") + " WHERE " + needing(differing)
                                + " ORDER BY v.place",
                        row -> rows.get((int) row.number(1) - 1).key(),
                        arrays(rows));
    }

    private Object[] arrays(List<CopyRow> rows) {
        Object[] arrays = new Object[columns.size()];
        for (int i = 0; i < arrays.length; i++) {
            PostgresArray array = new PostgresArray(rows.size());
            for (CopyRow row : rows) {
                array.add(PostgresValues.text(row.values().get(i)));
            }
            arrays[i] = array.toString();
        }
        return arrays;
    }

    @Override
    public List<String> missingForLargeRows(Session session) {
        return List.of();
    }

    @Override
    public Target.Sums sums() {
        return new Target.Sums() {
            @Override
            public Target.Sum sum(Session session, Range range) {
                return sums(session).sum(session, range);
            }

            @Override
            public Map<Position, String> rows(Session session, Range range, int limit) {
                return sums(session).rows(session, range, limit);
            }
        };
    }

    private PostgresCopySums sums(Session session) {
        Map<String, ValueType> taken = taken(session);
        List<String> texts = columns.stream()
                .map(c -> PostgresChecksum.encoded(
                        "i." + Identifiers.quote(c.name()), Objects.requireNonNull(taken.get(c.name()))))
                .toList();
        return PostgresCopySums.of(quoted + " AS i", "true", image, "i", PostgresChecksum.ofEncoded(texts));
    }

    @Override
    public Map<Position, Map<String, @Nullable String>> texts(Session session, List<Position> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        String names = Identifiers.list(image, c -> "i." + Identifiers.quote(c.name()) + "::text") + ", "
                + Identifiers.list(columns, c -> "i." + Identifiers.quote(c.name()) + "::text");
        Map<Position, Map<String, @Nullable String>> found = new LinkedHashMap<>();
        session.query(
                "SELECT " + names + " FROM " + quoted + " AS i WHERE " + PostgresKeyset.among("i", image, keys.size()),
                row -> {
                    List<String> key = new ArrayList<>();
                    for (int i = 1; i <= image.size(); i++) {
                        key.add(row.string(i));
                    }
                    Map<String, @Nullable String> texts = new LinkedHashMap<>();
                    for (int i = 0; i < columns.size(); i++) {
                        texts.put(columns.get(i).name(), row.text(image.size() + 1 + i));
                    }
                    found.put(new Position(key), texts);
                    return true;
                },
                PostgresKeyset.parts(keys).toArray());
        return found;
    }

    @Override
    public Map<String, StatementPlan> explain(Session session) {
        PostgresExplain explain =
                new PostgresExplain(session, Set.of(into.name().table()));
        return Map.of("write", explain.plan(sql(), arrays(List.of())));
    }
}
