package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target.Sum;
import dev.backfill.database.Target.Sums;
import dev.backfill.database.ValueType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One side of a copy, summed up: rows of a range, each by its key and the checksum of what is copied of it. */
final class SqliteCopySums implements Sums {
    private final String from;
    private final String condition;
    private final List<Column> key;
    private final List<String> keyValues;
    private final SqliteKeyForm form;
    private final List<String> values;
    private final List<ValueType> taken;

    /**
     * @param from table and alias
     * @param values one per column that is copied
     * @param taken what each of them is to become
     */
    SqliteCopySums(
            String from,
            String condition,
            List<Column> key,
            String alias,
            SqliteKeyForm form,
            List<String> values,
            List<ValueType> taken) {
        this.from = from;
        this.condition = condition;
        this.key = key;
        this.keyValues = key.stream()
                .map(column -> alias + "." + Identifiers.quote(column.name()))
                .toList();
        this.form = form;
        this.values = values;
        this.taken = taken;
    }

    /**
     * The rows of the table that is written, aliased {@code i}.
     *
     * @param image its columns that hold the key
     */
    static SqliteCopySums written(String table, List<Column> image, SqliteKeyForm form, List<Column> columns) {
        return new SqliteCopySums(
                table + " AS i",
                "true",
                image,
                "i",
                form,
                columns.stream().map(c -> "i." + Identifiers.quote(c.name())).toList(),
                columns.stream().map(SqliteValueTypes::of).toList());
    }

    private String within(Range range) {
        return " FROM " + from + " WHERE " + SqliteKeyset.compare(keyValues, range) + " AND " + condition;
    }

    @Override
    public Sum sum(Session session, Range range) {
        SqliteChecksum checksum = new SqliteChecksum();
        ((SqliteSession) session)
                .each(
                        "SELECT " + String.join(", ", values) + within(range),
                        row -> {
                            add(checksum, row, 1);
                            checksum.row();
                        },
                        SqliteKeyset.ends(range, key, form).toArray());
        return new Sum(checksum.rows(), checksum.sum());
    }

    @Override
    public Map<Position, String> rows(Session session, Range range, int limit) {
        List<Object> parameters = new ArrayList<>(SqliteKeyset.ends(range, key, form));
        parameters.add(limit);
        SqliteChecksum checksum = new SqliteChecksum();
        Map<Position, String> rows = new LinkedHashMap<>();
        ((SqliteSession) session)
                .each(
                        "SELECT " + String.join(", ", keyValues) + ", " + String.join(", ", values) + within(range)
                                + " ORDER BY " + String.join(", ", keyValues) + " LIMIT ?",
                        row -> {
                            Position position = position(row, key, form);
                            add(checksum, row, key.size() + 1);
                            rows.put(position, checksum.row());
                        },
                        parameters.toArray());
        return rows;
    }

    private void add(SqliteChecksum checksum, ResultSet row, int first) throws SQLException {
        for (int i = 0; i < taken.size(); i++) {
            checksum.add(SqliteCopyValues.read(row, first + i), taken.get(i));
        }
    }

    /** Of the first columns of a row. */
    static Position position(ResultSet row, List<Column> key, SqliteKeyForm form) throws SQLException {
        List<String> parts = new ArrayList<>(key.size());
        for (int i = 0; i < key.size(); i++) {
            Object value = Objects.requireNonNull(SqliteValues.read(row, i + 1), "a key column must not be NULL");
            parts.add(form.text(value, key.get(i)));
        }
        return new Position(parts);
    }
}
