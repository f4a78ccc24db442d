package dev.backfill.database;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One open transaction. Not thread-safe; valid only inside the body that it was given to. Failures are {@link
 * DatabaseException}s, already classified.
 */
public interface Session {
    /** Runs a query and maps each row. Parameters are bound in order; text binds to any type. */
    <T extends @Nullable Object> List<T> query(String sql, RowMapper<T> mapper, @Nullable Object... parameters);

    /**
     * Runs a statement.
     *
     * @return the number of rows that it changed
     */
    int update(String sql, @Nullable Object... parameters);

    /** Runs a query that answers exactly one row. */
    default <T extends @Nullable Object> T one(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
        List<T> rows = query(sql, mapper, parameters);
        if (rows.size() != 1) {
            throw new IllegalStateException("expected one row, got " + rows.size() + " from: " + sql);
        }
        return rows.get(0);
    }

    /**
     * Has the database read a query without running it.
     *
     * @return how many columns it answers; 0 if it answers no rows at all
     * @throws DatabaseException if the database does not take the query
     */
    int columns(String query);

    /** The server's clock. */
    Instant now();

    /** Bytes of write-ahead log, or its like, that the server has written so far; -1 if it does not say. */
    long logPosition();

    /** Columns are counted from 1. */
    interface Cells {
        @Nullable
        String text(int column);

        /** Text that the statement guarantees not to be NULL. */
        default String string(int column) {
            return Objects.requireNonNull(text(column), "result column is NULL");
        }

        long number(int column);

        double decimal(int column);

        boolean flag(int column);

        @Nullable
        Instant instant(int column);

        boolean isNull(int column);

        int count();
    }

    /** Maps the current row of a result. */
    @FunctionalInterface
    interface RowMapper<T extends @Nullable Object> {
        T map(Cells cells);
    }
}
