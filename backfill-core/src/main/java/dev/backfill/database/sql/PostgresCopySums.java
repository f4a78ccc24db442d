package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target.Sum;
import dev.backfill.database.Target.Sums;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One side of a copy, summed up: rows of a range, each by its key and the checksum of what is copied of it. */
final class PostgresCopySums implements Sums {
    private final String from;
    private final String condition;
    private final List<Column> key;
    private final String keyText;
    private final String checksum;
    private final String alias;

    private PostgresCopySums(String from, String condition, List<Column> key, String alias, String checksum) {
        this.from = from;
        this.condition = condition;
        this.key = key;
        this.keyText = Identifiers.list(key, c -> alias + "." + Identifiers.quote(c.name()) + "::text");
        this.checksum = checksum;
        this.alias = alias;
    }

    /**
     * The rows that are read, as the expressions make them.
     *
     * @param table quoted
     * @param columns of the other table, each with its expression
     */
    static PostgresCopySums read(String table, List<Column> key, String where, Map<Column, String> columns) {
        List<Column> all = List.copyOf(columns.keySet());
        List<String> values = all.stream()
                .map(c -> PostgresSame.cast("(" + columns.get(c) + ")", c))
                .toList();
        return new PostgresCopySums(table + " AS t", where, key, "t", PostgresChecksum.of(all, values));
    }

    /**
     * The rows that are in the other table.
     *
     * @param image its columns that hold the key
     */
    static PostgresCopySums written(String table, List<Column> image, List<Column> columns) {
        List<String> values =
                columns.stream().map(c -> "i." + Identifiers.quote(c.name())).toList();
        return new PostgresCopySums(table + " AS i", "true", image, "i", PostgresChecksum.of(columns, values));
    }

    static PostgresCopySums of(String from, String condition, List<Column> key, String alias, String checksum) {
        return new PostgresCopySums(from, condition, key, alias, checksum);
    }

    private String within(Range range) {
        return " FROM " + from + " WHERE " + PostgresKeyset.compare(alias, key, range) + " AND " + condition;
    }

    @Override
    public Sum sum(Session session, Range range) {
        return session.one(
                "SELECT " + PostgresChecksum.sum(checksum) + within(range),
                row -> new Sum(row.number(1), row.string(2)),
                PostgresKeyset.ends(range));
    }

    @Override
    public Map<Position, String> rows(Session session, Range range, int limit) {
        Object[] ends = PostgresKeyset.ends(range);
        Object[] parameters = Arrays.copyOf(ends, ends.length + 1);
        parameters[ends.length] = limit;
        Map<Position, String> rows = new LinkedHashMap<>();
        int keys = key.size();
        session.query(
                "SELECT " + keyText + ", " + checksum + within(range) + " ORDER BY "
                        + Identifiers.list(key, c -> alias + "." + Identifiers.quote(c.name())) + " LIMIT ?",
                row -> {
                    rows.put(position(row), row.string(keys + 1));
                    return true;
                },
                parameters);
        return rows;
    }

    private Position position(Session.Cells row) {
        List<String> parts = new ArrayList<>();
        for (int i = 1; i <= key.size(); i++) {
            parts.add(row.string(i));
        }
        return new Position(parts);
    }
}
