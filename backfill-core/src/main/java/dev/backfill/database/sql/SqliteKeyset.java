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
import org.jspecify.annotations.Nullable;

/** Key order by comparison of whole rows, which SQLite reads from the index. Bounds are values of their storage class. */
final class SqliteKeyset extends SqlKeyset {
    private final String self;
    private final String keyText;
    private final SqliteKeyForm form;
    /** Null for all rows. */
    private final @Nullable SqliteRetry retry;

    /**
     * @param index that the key's order is to be read from; null if it is that of the table itself, or unknown
     */
    SqliteKeyset(String table, List<Column> key, @Nullable String index, @Nullable SqliteRetry retry) {
        this(table, key, index, SqliteKeyForm.OWN, retry);
    }

    SqliteKeyset(
            String table, List<Column> key, @Nullable String index, SqliteKeyForm form, @Nullable SqliteRetry retry) {
        super(table, key);
        this.form = form;
        this.retry = retry;
        this.self = table + " AS t" + (index == null ? "" : " INDEXED BY " + Identifiers.quote(index));
        this.keyText = Identifiers.list(key, SqliteNames::of);
    }

    @Override
    public String from() {
        return self;
    }

    /** The values themselves: {@link #position} writes them as text. */
    @Override
    public String keyText() {
        return keyText;
    }

    @Override
    public String within(Range range) {
        String bounds = compare(key().stream().map(SqliteNames::of).toList(), range);
        return retry == null ? bounds : bounds + " AND " + retry.meant();
    }

    @Override
    public String only(String condition) {
        return condition;
    }

    /** The condition for a range alone, on the values given. */
    static String compare(List<String> values, Range range) {
        List<String> conditions = new ArrayList<>();
        String row = row(values);
        String marks = row(values.stream().map(value -> "?").toList());
        if (range.after() != null) {
            conditions.add(row + " > " + marks);
        }
        if (range.upTo() != null) {
            conditions.add(row + " <= " + marks);
        }
        return conditions.isEmpty() ? "true" : String.join(" AND ", conditions);
    }

    /** The condition for rows alone, by their keys; {@link #values(List)} are its parameters. */
    String among(int keys) {
        return among(key().stream().map(SqliteNames::of).toList(), keys);
    }

    /** The same on the values given. */
    static String among(List<String> values, int keys) {
        String marks = values.stream().map(value -> "?").collect(Collectors.joining(", ", "(", ")"));
        return row(values) + " IN (VALUES " + String.join(", ", Collections.nCopies(keys, marks)) + ")";
    }

    List<Object> values(List<Position> keys) {
        return values(keys, key(), form);
    }

    static List<Object> values(List<Position> keys, List<Column> key, SqliteKeyForm form) {
        return keys.stream().flatMap(each -> values(each, key, form).stream()).toList();
    }

    /** A row of one is its value. */
    static String row(List<String> values) {
        return values.size() == 1 ? values.get(0) : values.stream().collect(Collectors.joining(", ", "(", ")"));
    }

    /** The parameters of {@link #compare}. */
    static List<Object> ends(Range range, List<Column> key) {
        return ends(range, key, SqliteKeyForm.OWN);
    }

    static List<Object> ends(Range range, List<Column> key, SqliteKeyForm form) {
        List<Object> parameters = new ArrayList<>();
        end(range.after(), key, form, parameters);
        end(range.upTo(), key, form, parameters);
        return parameters;
    }

    private static void end(
            @Nullable Position position, List<Column> key, SqliteKeyForm form, List<Object> parameters) {
        if (position != null) {
            parameters.addAll(values(position, key, form));
        }
    }

    static List<Object> values(Position position, List<Column> key) {
        return values(position, key, SqliteKeyForm.OWN);
    }

    private static List<Object> values(Position position, List<Column> key, SqliteKeyForm form) {
        List<Object> values = new ArrayList<>(key.size());
        for (int i = 0; i < key.size(); i++) {
            values.add(form.value(position.parts().get(i), key.get(i)));
        }
        return values;
    }

    @Override
    public @Nullable Object[] bind(Range range, Object... more) {
        List<@Nullable Object> parameters = new ArrayList<>(ends(range, key(), form));
        if (retry != null) {
            parameters.addAll(retry.parameters());
        }
        Collections.addAll(parameters, more);
        return parameters.toArray();
    }

    @Override
    public String order(String direction) {
        return Identifiers.list(key(), column -> SqliteNames.of(column) + direction);
    }

    @Override
    public Position position(Session.Cells row) {
        SqliteSession.Cells cells = (SqliteSession.Cells) row;
        List<String> parts = new ArrayList<>(key().size());
        for (int i = 0; i < key().size(); i++) {
            Object value = Objects.requireNonNull(cells.value(i + 1), "a key column must not be NULL");
            parts.add(form.text(value, key().get(i)));
        }
        return new Position(parts);
    }

    @Override
    Target.@Nullable Slices few(Session session, int wanted) {
        return retry == null ? null : retry.slices(session, wanted);
    }
}
