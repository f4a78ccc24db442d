package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Key order by {@code a > ? OR (a = ? AND b > ?)}: a comparison of whole rows would read the index from its beginning.
 * Bounds travel as text and become values of the column's type, so the server compares them by its own rules.
 */
final class MariaKeyset extends SqlKeyset {
    private final String keyText;
    private final String self;
    private final String from;
    /** Null for all rows. */
    private final @Nullable MariaRetry retry;

    /**
     * @param index name of the index over the key, from which no statistics shall talk the server away; null if unknown
     */
    MariaKeyset(String table, List<Column> key, @Nullable String index, @Nullable MariaRetry retry) {
        super(table, key);
        this.retry = retry;
        this.keyText = MariaNames.list(key, c -> MariaType.keyText(MariaNames.of(c), c));
        this.self = table + " AS t" + (index == null ? "" : " FORCE INDEX (" + MariaNames.quote(index) + ")");
        this.from = retry == null ? self : retry.join(self);
    }

    /** The table alone, with its alias. */
    String self() {
        return self;
    }

    @Override
    public String from() {
        return from;
    }

    @Override
    public String keyText() {
        return keyText;
    }

    @Override
    public String within(Range range) {
        return compare(key().stream().map(MariaKeyset::comparable).toList(), key(), range);
    }

    /** The condition for a range on the table alone, with {@link #ends} for parameters. */
    String alone(Range range) {
        return within(range);
    }

    @Override
    public String only(String condition) {
        return condition;
    }

    /** Members of an ENUM or SET are compared by number, as they are ordered. */
    private static String comparable(Column column) {
        return MariaNames.of(column) + (MariaType.of(column) == MariaType.MEMBERS ? " + 0" : "");
    }

    /** The condition for a range alone, on the values given. */
    static String compare(List<String> values, List<Column> key, Range range) {
        List<String> conditions = new ArrayList<>();
        if (range.after() != null) {
            conditions.add(beyond(values, key, 0, " > ", " > "));
        }
        if (range.upTo() != null) {
            conditions.add(beyond(values, key, 0, " < ", " <= "));
        }
        return conditions.isEmpty() ? "true" : String.join(" AND ", conditions);
    }

    private static String beyond(List<String> values, List<Column> key, int i, String strict, String last) {
        String bound = MariaType.key("?", key.get(i));
        if (i == key.size() - 1) {
            return values.get(i) + last + bound;
        }
        return "(" + values.get(i) + strict + bound + " OR (" + values.get(i) + " = " + bound + " AND "
                + beyond(values, key, i + 1, strict, last) + "))";
    }

    /** The condition for rows alone, by their keys; {@link #parts} are its parameters. */
    String among(int keys) {
        return among(key().stream().map(MariaKeyset::comparable).toList(), key(), keys);
    }

    /** The same on the values given. */
    static String among(List<String> values, List<Column> key, int keys) {
        String one = IntStream.range(0, key.size())
                .mapToObj(i -> values.get(i) + " = " + MariaType.key("?", key.get(i)))
                .collect(Collectors.joining(" AND ", "(", ")"));
        return "(" + String.join(" OR ", Collections.nCopies(keys, one)) + ")";
    }

    static List<String> parts(List<Position> keys) {
        return keys.stream().flatMap(key -> key.parts().stream()).toList();
    }

    /** The parameters of {@link #compare}. */
    static List<String> ends(Range range) {
        List<String> parameters = new ArrayList<>();
        end(range.after(), parameters);
        end(range.upTo(), parameters);
        return parameters;
    }

    private static void end(@Nullable Position position, List<String> parameters) {
        if (position != null) {
            List<String> parts = position.parts();
            for (int i = 0; i < parts.size(); i++) {
                parameters.add(parts.get(i));
                if (i < parts.size() - 1) {
                    parameters.add(parts.get(i));
                }
            }
        }
    }

    @Override
    public @Nullable Object[] bind(Range range, Object... more) {
        return bind(List.of(), range, more);
    }

    /**
     * @param before what the statement has between its table and the range
     */
    @Nullable
    Object[] bind(List<?> before, Range range, Object... more) {
        List<@Nullable Object> parameters = new ArrayList<>(retry == null ? List.of() : retry.parameters());
        parameters.addAll(before);
        parameters.addAll(ends(range));
        Collections.addAll(parameters, more);
        return parameters.toArray();
    }

    @Override
    public String order(String direction) {
        return MariaNames.list(key(), c -> MariaNames.of(c) + direction);
    }

    @Override
    public Position position(Session.Cells row) {
        List<String> parts = new ArrayList<>(key().size());
        for (int i = 1; i <= key().size(); i++) {
            parts.add(Objects.requireNonNull(row.text(i), "a key column must not be NULL"));
        }
        return new Position(parts);
    }

    @Override
    Target.@Nullable Slices few(Session session, int wanted) {
        return retry == null ? null : retry.slices(session, wanted);
    }
}
