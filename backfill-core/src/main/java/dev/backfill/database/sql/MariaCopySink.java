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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The half of a copy between databases that MariaDB is written for: one INSERT from a table of JSON per chunk. */
final class MariaCopySink implements CopySink {
    /** The largest packet that a server can be told to take. */
    private static final int LONGEST = 1 << 30;

    private final Table into;
    private final String quoted;
    private final List<Column> columns;
    private final List<Column> image;
    private final OnConflict onConflict;
    private final MariaUpsert upsert;

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
    }

    @Override
    public Map<String, ValueType> taken(Session session) {
        return MariaValueTypes.arriving(session, into, columns);
    }

    private String select() {
        String values =
                IntStream.range(0, columns.size()).mapToObj(this::assigned).collect(Collectors.joining(", "));
        return "SELECT " + values + " FROM " + MariaRows.table(columns.size()) + " WHERE ";
    }

    private String needing() {
        return needing(onConflict != OnConflict.SKIP);
    }

    private String needing(boolean differing) {
        String same = image.stream()
                .map(c -> theirs(c) + " = " + MariaType.key("v.c" + columns.indexOf(c), c))
                .collect(Collectors.joining(" AND "));
        String there = " FROM " + quoted + " AS i WHERE " + same + ")";
        if (!differing) {
            return "NOT EXISTS (SELECT 1" + there;
        }
        return IntStream.range(0, columns.size())
                .mapToObj(n ->
                        MariaType.differs("(SELECT " + theirs(columns.get(n)) + there, columns.get(n), assigned(n)))
                .collect(Collectors.joining(" OR "));
    }

    /**
     * A value as it is stored. Of hexadecimal digits without a limit the server makes bytes that are none, silently, where
     * it keeps a statement's rows before it writes them; no value is longer than this one.
     */
    private String assigned(int n) {
        Column column = columns.get(n);
        boolean bytes = MariaType.of(column) == MariaType.BINARY;
        return MariaType.assigned(bytes ? "LEFT(v.c" + n + ", " + LONGEST + ")" : "v.c" + n, column);
    }

    private static String theirs(Column column) {
        return "i." + MariaNames.quote(column.name());
    }

    @Override
    public int write(Session session, List<CopyRow> rows) {
        List<List<@Nullable String>> texts = rows.stream().map(this::texts).toList();
        int written = 0;
        for (int from = 0; from < texts.size(); ) {
            int end = MariaRows.batch(texts, from);
            String select = select();
            written +=
                    upsert.run(session, select + "true", select + needing(), MariaRows.json(texts.subList(from, end)));
            from = end;
        }
        return written;
    }

    @Override
    public List<Position> lacking(Session session, List<CopyRow> rows, boolean differing) {
        List<List<@Nullable String>> texts = new ArrayList<>();
        for (CopyRow row : rows) {
            List<@Nullable String> placed = texts(row);
            placed.add(Integer.toString(texts.size()));
            texts.add(placed);
        }
        String place = "CAST(v.c" + columns.size() + " AS SIGNED)";
        String sql = "SELECT " + place + " FROM " + MariaRows.table(columns.size() + 1) + " WHERE " + needing(differing)
                + " ORDER BY " + place;
        List<Position> lacking = new ArrayList<>();
        for (int from = 0; from < texts.size(); ) {
            int end = MariaRows.batch(texts, from);
            lacking.addAll(session.query(
                    sql, row -> rows.get((int) row.number(1)).key(), MariaRows.json(texts.subList(from, end))));
            from = end;
        }
        return lacking;
    }

    private List<@Nullable String> texts(CopyRow row) {
        List<@Nullable String> texts = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            texts.add(MariaValues.text(row.values().get(i), columns.get(i)));
        }
        return texts;
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
        return Map.of("write", new MariaExplain((MariaSession) session).plan(upsert.sql(select() + needing()), "[]"));
    }
}
