package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target.Sum;
import dev.backfill.database.Target.Sums;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One side of a copy, summed up: rows of a range, each by its key and the checksum of what is copied of it. */
final class MariaCopySums implements Sums {
    private final String from;
    private final String condition;
    private final List<Column> key;
    private final String alias;
    private final String checksum;

    /**
     * @param from table and alias
     * @param texts one per column that is copied
     */
    MariaCopySums(String from, String condition, List<Column> key, String alias, List<String> texts) {
        this.from = from;
        this.condition = condition;
        this.key = key;
        this.alias = alias;
        this.checksum = MariaChecksum.of(texts);
    }

    private String name(Column column) {
        return alias + "." + MariaNames.quote(column.name());
    }

    private String within(Range range) {
        List<String> values = key.stream()
                .map(c -> name(c) + (MariaType.of(c) == MariaType.MEMBERS ? " + 0" : ""))
                .toList();
        return " FROM " + from + " WHERE " + MariaKeyset.compare(values, key, range) + " AND " + condition;
    }

    @Override
    public Sum sum(Session session, Range range) {
        return session.one(
                "SELECT " + MariaChecksum.sum(checksum) + within(range),
                row -> {
                    if (row.number(1) != row.number(2)) {
                        throw new DatabaseException(
                                FailureClass.DATA,
                                null,
                                "a row is too large to be summed up within the server's max_allowed_packet",
                                false,
                                null);
                    }
                    return new Sum(row.number(1), row.string(3));
                },
                MariaKeyset.ends(range).toArray());
    }

    @Override
    public Map<Position, String> rows(Session session, Range range, int limit) {
        List<Object> parameters = new ArrayList<>(MariaKeyset.ends(range));
        parameters.add(limit);
        Map<Position, String> rows = new LinkedHashMap<>();
        int keys = key.size();
        session.query(
                "SELECT " + MariaNames.list(key, c -> MariaType.keyText(name(c), c)) + ", " + checksum + within(range)
                        + " ORDER BY " + MariaNames.list(key, this::name) + " LIMIT ?",
                row -> {
                    List<String> parts = new ArrayList<>();
                    for (int i = 1; i <= keys; i++) {
                        parts.add(row.string(i));
                    }
                    rows.put(new Position(parts), Objects.requireNonNullElse(row.text(keys + 1), "too large"));
                    return true;
                },
                parameters.toArray());
        return rows;
    }
}
