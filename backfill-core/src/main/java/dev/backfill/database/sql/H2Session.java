package dev.backfill.database.sql;

import dev.backfill.database.DatabaseException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A session of H2. */
final class H2Session extends JdbcSession {
    private final Connection connection;
    private final H2Failures failures;
    private final H2Marks marks;
    private boolean wrote;
    private @Nullable UUID mark;

    H2Session(Connection connection, H2Failures failures, H2Marks marks) {
        super(connection, failures, Guard.NONE);
        this.connection = connection;
        this.failures = failures;
        this.marks = marks;
    }

    @Override
    public int update(String sql, @Nullable Object... parameters) {
        if (!wrote) {
            wrote = true;
            try {
                mark = marks.begin(connection);
            } catch (SQLException e) {
                throw failures.translate(e);
            }
        }
        return super.update(sql, parameters);
    }

    /**
     * Nothing is written after this.
     *
     * @throws DatabaseException if what was written has been rolled back under it, because the database is being closed
     */
    void end() {
        UUID begun = mark;
        if (begun == null) {
            return;
        }
        try {
            if (!marks.end(connection, begun)) {
                throw failures.gone(new IllegalStateException("the transaction lost its beginning"), false);
            }
        } catch (SQLException e) {
            throw failures.translate(e);
        }
    }

    /** False if a COMMIT that fails leaves nobody in doubt. */
    boolean wrote() {
        return wrote;
    }

    /** Of what it wrote; null if there is none. */
    @Nullable
    UUID mark() {
        return mark;
    }

    /** Of the process that has the files open. */
    @Override
    public Instant now() {
        return read("SELECT CURRENT_TIMESTAMP(6)", rows -> rows.getObject(1, OffsetDateTime.class))
                .get(0)
                .toInstant();
    }

    @Override
    public long logPosition() {
        return -1;
    }

    @Override
    void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        statement.setObject(
                index, value instanceof Instant instant ? OffsetDateTime.ofInstant(instant, ZoneOffset.UTC) : value);
    }
}
