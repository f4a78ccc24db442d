package dev.backfill.database;

import java.util.List;
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

    /** Columns are counted from 1. */
    interface Cells {
        @Nullable
        String text(int column);

        long number(int column);

        double decimal(int column);

        boolean flag(int column);

        java.time.@Nullable Instant instant(int column);

        boolean isNull(int column);

        int count();
    }

    /** Maps the current row of a result. */
    @FunctionalInterface
    interface RowMapper<T extends @Nullable Object> {
        T map(Cells cells);
    }
}
