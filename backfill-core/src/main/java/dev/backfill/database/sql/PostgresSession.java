package dev.backfill.database.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** A session of PostgreSQL. */
final class PostgresSession extends JdbcSession {
    private static final String TRY = "backfill_try";

    PostgresSession(Connection connection, Failures failures, Guard guard) {
        super(connection, failures, guard);
    }

    @Override
    public Instant now() {
        return read("SELECT clock_timestamp()", rows -> rows.getObject(1, OffsetDateTime.class)
                        .toInstant())
                .get(0);
    }

    @Override
    public long logPosition() {
        return read(
                        "SELECT CASE WHEN pg_is_in_recovery() THEN -1 ELSE pg_current_wal_insert_lsn() - '0/0'::pg_lsn END",
                        rows -> rows.getLong(1))
                .get(0);
    }

    /** Whether the query may be asked, and can be planned, the server says no sooner than it plans it. */
    @Override
    public int columns(String query) {
        int columns = super.columns(query);
        query("EXPLAIN (COSTS OFF) " + query, row -> row.string(1));
        return columns;
    }

    @Override
    void beforeTry() throws SQLException {
        run("SAVEPOINT " + TRY);
    }

    @Override
    void undoTry() throws SQLException {
        run("ROLLBACK TO SAVEPOINT " + TRY);
    }

    /** Past the guard of dry runs. */
    private void run(String sql) throws SQLException {
        try (Statement statement = connection().createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value instanceof String text) {
            // untyped, so that the server takes the type from where the parameter stands
            statement.setObject(index, text, Types.OTHER);
        } else if (value instanceof Instant instant) {
            statement.setObject(index, OffsetDateTime.ofInstant(instant, ZoneOffset.UTC));
        } else {
            statement.setObject(index, value);
        }
    }
}
