package dev.backfill.database.sql;

import dev.backfill.database.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** The current row of a JDBC result. */
class JdbcCells implements Session.Cells {
    final ResultSet rows;

    JdbcCells(ResultSet rows) {
        this.rows = rows;
    }

    @Override
    public @Nullable String text(int column) {
        return get(() -> rows.getString(column));
    }

    @Override
    public long number(int column) {
        return get(() -> rows.getLong(column));
    }

    @Override
    public double decimal(int column) {
        return get(() -> rows.getDouble(column));
    }

    @Override
    public boolean flag(int column) {
        return get(() -> rows.getBoolean(column));
    }

    @Override
    public @Nullable Instant instant(int column) {
        OffsetDateTime time = get(() -> rows.getObject(column, OffsetDateTime.class));
        return time == null ? null : time.toInstant();
    }

    @Override
    public boolean isNull(int column) {
        return get(() -> rows.getObject(column)) == null;
    }

    @Override
    public int count() {
        return get(() -> rows.getMetaData().getColumnCount());
    }

    /** A cell that cannot be read as asked is a defect of the statement, not of the data; unless the connection is gone. */
    static <T extends @Nullable Object> T get(Read<T> read) {
        try {
            return read.get();
        } catch (SQLException e) {
            throw new Unread(e);
        }
    }

    /** A cell was not read. */
    static final class Unread extends IllegalStateException {
        private static final long serialVersionUID = 1;

        private final SQLException why;

        Unread(SQLException why) {
            super("unexpected result column (SQLState " + why.getSQLState() + ")", why);
            this.why = why;
        }

        SQLException why() {
            return why;
        }
    }

    interface Read<T extends @Nullable Object> {
        T get() throws SQLException;
    }
}
