package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.CopyRow;
import dev.backfill.database.CopySink;
import dev.backfill.database.Destination;
import dev.backfill.database.Position;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The half of a copy between databases that MariaDB is written for: one INSERT of the rows per chunk. */
final class MariaCopySink implements CopySink {
    private final Table into;
    private final String quoted;
    private final List<Column> columns;
    private final List<Column> image;
    private final OnConflict onConflict;
    private final MariaUpsert upsert;
    private final MariaGivenRows given;

    /**
     * @param key columns of the row that is read
     */
    MariaCopySink(Table into, Work.Copy copy, List<String> key) {
        this.into = into;
        this.quoted = MariaNames.quote(into.name());
        this.columns = copy.columns().keySet().stream().map(into::require).toList();
        this.image = Destination.image(into, copy, key)
                .orElseThrow(() -> new IllegalArgumentException("no unique key of " + into.name() + " holds " + key))
                .stream()
                .map(into::require)
                .toList();
        this.onConflict = copy.onConflict();
        this.upsert = new MariaUpsert(into, columns, image, onConflict);
        this.given = new MariaGivenRows(into.name(), List.of(), columns);
    }

    @Override
    public Map<String, ValueType> taken(Session session) {
        return MariaValueTypes.arriving(session, into, columns);
    }

    private String all(MariaRowSource source) {
        String values = IntStream.range(0, columns.size())
                .mapToObj(i -> MariaType.present(source.kept(i), columns.get(i)))
                .collect(Collectors.joining(", "));
        return "SELECT " + values + " FROM " + source.from() + " WHERE true";
    }

    private String needing(MariaRowSource source) {
        return all(source) + " AND (" + needing(source, onConflict != OnConflict.SKIP) + ")";
    }

    private String needing(MariaRowSource source, boolean differing) {
        String same = image.stream()
                .map(c -> theirs(c) + " = " + source.compared(columns.indexOf(c)))
                .collect(Collectors.joining(" AND "));
        String there = " FROM " + quoted + " AS i WHERE " + same + ")";
        if (!differing) {
            return "NOT EXISTS (SELECT 1" + there;
        }
        return IntStream.range(0, columns.size())
                .mapToObj(n ->
                        MariaType.differs("(SELECT " + theirs(columns.get(n)) + there, columns.get(n), source.kept(n)))
                .collect(Collectors.joining(" OR "));
    }

    private String upsert(MariaRowSource source) {
        return upsert.sql(needing(source));
    }

    private static String theirs(Column column) {
        return "i." + MariaNames.quote(column.name());
    }

    @Override
    public int write(Session session, List<CopyRow> rows) {
        return given
                .run(
                        (MariaSession) session,
                        rows.stream().map(this::values).toList(),
                        this::upsert,
                        part -> upsert.run(session, all(part.source()), needing(part.source()), part.parameters()))
                .stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    @Override
    public List<Position> lacking(Session session, List<CopyRow> rows, boolean differing) {
        Set<Integer> lacking = new TreeSet<>();
        given.run(
                        (MariaSession) session,
                        rows.stream().map(this::values).toList(),
                        source -> "SELECT " + source.place() + " FROM " + source.fromPlaced() + " WHERE "
                                + needing(source, differing),
                        part -> session.query(
                                part.sql(), row -> part.places().get((int) row.number(1) - 1), part.parameters()))
                .forEach(lacking::addAll);
        return lacking.stream().map(place -> rows.get(place).key()).toList();
    }

    private List<@Nullable Object> values(CopyRow row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            values.add(MariaValues.given(row.values().get(i), columns.get(i)));
        }
        return values;
    }

    @Override
    public List<String> missingForLargeRows(Session session) {
        return given.missingForLargeRows((MariaSession) session);
    }

    @Override
    public Target.Sums sums() {
        return MariaCopy.written(into, image, columns);
    }

    @Override
    public Map<Position, Map<String, @Nullable String>> texts(Session session, List<Position> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        String names = MariaNames.list(image, c -> MariaType.keyText(theirs(c), c)) + ", "
                + MariaNames.list(columns, c -> MariaType.text(theirs(c), c));
        Map<Position, Map<String, @Nullable String>> found = new LinkedHashMap<>();
        session.query(
                "SELECT " + names + " FROM " + quoted + " AS i WHERE "
                        + MariaKeyset.among(
                                image.stream().map(MariaCopySink::theirs).toList(), image, keys.size()),
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
                MariaKeyset.parts(keys).toArray());
        return found;
    }

    @Override
    public Map<String, StatementPlan> explain(Session session) {
        return Map.of("write", given.explain((MariaSession) session, this::upsert));
    }
}
