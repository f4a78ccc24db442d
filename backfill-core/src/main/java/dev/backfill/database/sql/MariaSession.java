package dev.backfill.database.sql;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session of MariaDB or MySQL. A failed statement ends it, as it must: after a deadlock the server has rolled everything back
 * and would take what comes next for a transaction of its own.
 */
final class MariaSession extends JdbcSession {
    /** By this others know the engine's statements in the list of processes. */
    static final String MARK = "/* backfill */ ";

    private final MariaFlavour flavour;
    private final Duration limit;
    private final MariaSending sending;
    private final Set<Position> stale = new HashSet<>();
    private boolean failed;
    private @Nullable String lock;

    /**
     * @param limit how long a statement may take
     */
    MariaSession(
            Connection connection,
            Failures failures,
            Guard guard,
            MariaFlavour flavour,
            Duration limit,
            MariaSending sending) {
        super(connection, failures, guard);
        this.flavour = flavour;
        this.limit = limit;
        this.sending = sending;
    }

    MariaFlavour flavour() {
        return flavour;
    }

    @Override
    void limit(PreparedStatement statement) throws SQLException {
        if (!flavour.endsStatements()) {
            // the driver has it killed by another connection
            statement.setQueryTimeout((int) Math.max(1, limit.toSeconds()));
        }
    }

    @Override
    public Instant now() {
        return read("SELECT SYSDATE(6)", rows -> instant(rows.getObject(1, LocalDateTime.class)))
                .get(0);
    }

    @Override
    public long logPosition() {
        return read(flavour.views().logPosition(), rows -> rows.getLong(1)).stream()
                .findFirst()
                .orElse(-1L);
    }

    @Override
    void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value instanceof String text) {
            statement.setString(index, text);
        } else if (value instanceof Instant instant) {
            statement.setObject(index, LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
        } else {
            statement.setObject(index, value);
        }
    }

    @Override
    JdbcCells cells(ResultSet rows) {
        return new Cells(rows);
    }

    @Override
    String sent(String sql) {
        refuseIfFailed();
        return MARK + sql;
    }

    @Override
    PreparedStatement compile(String sql) throws SQLException {
        return flavour.compile(connection(), sql);
    }

    @Override
    DatabaseException failed(SQLException failure) {
        failed = true;
        return super.failed(failure);
    }

    /** Whoever swallowed a failure must not commit what is left. */
    void refuseIfFailed() {
        if (failed) {
            throw new DatabaseException(
                    FailureClass.DEFINITIVE,
                    "25P02",
                    "a statement of this transaction has failed before; nothing more is done in it",
                    false,
                    null);
        }
    }

    /** Runs a statement of the dialect's own, past the guard of dry runs. */
    void run(String sql) {
        refuseIfFailed();
        try (Statement statement = connection().createStatement()) {
            statement.execute(MARK + sql);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * Tries a statement whose failure is an answer.
     *
     * @return the server's error code; 0 if it passed
     */
    int probe(String sql) {
        refuseIfFailed();
        try (Statement statement = connection().createStatement()) {
            statement.execute(MARK + sql);
            return 0;
        } catch (SQLException e) {
            return switch (super.failed(e).failureClass()) {
                case DEFINITIVE, DATA -> e.getErrorCode();
                case CONNECTION, CAPACITY, CONTENTION -> throw failed(e);
            };
        }
    }

    /**
     * Runs a statement of the dialect's own whose parameters travel apart from it: no text is escaped, and bytes are as
     * many as they are.
     */
    void send(String sql, List<? extends @Nullable Object> parameters) {
        refuseIfFailed();
        try (PreparedStatement statement = flavour.apart(connection(), MARK + sql)) {
            limit(statement);
            for (int i = 0; i < parameters.size(); i++) {
                Object value = parameters.get(i);
                if (value == null) {
                    statement.setNull(i + 1, Types.NULL);
                } else {
                    bind(statement, i + 1, value);
                }
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** False if rows cannot be given to a statement as JSON. */
    boolean rowsOfJson() {
        return sending.rowsOfJson();
    }

    /** The largest packet that the server takes of this connection, in bytes. */
    long packet() {
        try {
            return sending.packet(
                    connection().unwrap(Connection.class),
                    () -> one("SELECT @@max_allowed_packet", row -> row.number(1)));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Rows that were found changed by somebody else in the last write. */
    Set<Position> stale() {
        return stale;
    }

    /** Takes a lock that the transaction's end lets go. */
    void lock(String name, long seconds) {
        boolean got = one("SELECT GET_LOCK(?, ?)", row -> row.number(1) == 1, name, seconds);
        if (!got) {
            throw new DatabaseException(
                    FailureClass.CONTENTION, null, "another process is at the engine's own tables", false, null);
        }
        lock = name;
    }

    /** After the transaction's end. */
    void unlock() throws SQLException {
        if (lock != null) {
            try (PreparedStatement statement = connection().prepareStatement("DO RELEASE_LOCK(?)")) {
                statement.setString(1, lock);
                statement.execute();
            }
            lock = null;
        }
    }

    private static Instant instant(LocalDateTime time) {
        return time.toInstant(ZoneOffset.UTC);
    }

    /** Times are stored without a zone, and meant in UTC. */
    private static final class Cells extends JdbcCells {
        Cells(ResultSet rows) {
            super(rows);
        }

        @Override
        public @Nullable Instant instant(int column) {
            LocalDateTime time = get(() -> rows.getObject(column, LocalDateTime.class));
            return time == null ? null : MariaSession.instant(time);
        }
    }
}
