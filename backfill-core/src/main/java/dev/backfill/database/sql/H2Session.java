package dev.backfill.database.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** A session of H2. */
final class H2Session extends JdbcSession {
    H2Session(Connection connection, Failures failures) {
        super(connection, failures, Guard.NONE);
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
