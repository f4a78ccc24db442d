package dev.backfill.database.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.h2.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a commit was made that nobody answered for: whoever serves the control data is a process that ends when
 * its run does. Each transaction that writes makes a mark before everything else and ends by calling it whole, since H2
 * lets a session that it closes go on with the next statement, and commits that: an end alone says nothing of what was
 * before it.
 *
 * <p>For several threads.
 */
final class H2Marks {
    private static final Set<Integer> NOT_THERE = Set.of(
            ErrorCode.TABLE_OR_VIEW_NOT_FOUND_1,
            ErrorCode.TABLE_OR_VIEW_NOT_FOUND_WITH_CANDIDATES_2,
            ErrorCode.TABLE_OR_VIEW_NOT_FOUND_DATABASE_EMPTY_1,
            ErrorCode.SCHEMA_NOT_FOUND_1);

    private final String table;
    private final Queue<UUID> served = new ConcurrentLinkedQueue<>();

    /** What became of a transaction. */
    enum Outcome {
        COMMITTED,
        /** And it can no longer be committed. */
        ROLLED_BACK,
        UNKNOWN
    }

    /**
     * @param schema quoted
     */
    H2Marks(String schema) {
        this.table = schema + ".backfill_commit";
    }

    /** The first that a transaction writes; null if the table is not there, so that nothing can be told. */
    @Nullable
    UUID begin(Connection connection) throws SQLException {
        UUID mark = UUID.randomUUID();
        try {
            insert(connection, mark);
        } catch (SQLException e) {
            if (NOT_THERE.contains(e.getErrorCode())) {
                return null;
            }
            throw e;
        }
        UUID old = served.poll();
        if (old != null) {
            execute(connection, "DELETE FROM " + table + " WHERE mark = ?", old);
        }
        return mark;
    }

    /** The last that a transaction writes; false if what it wrote before has been rolled back under it. */
    boolean end(Connection connection, UUID mark) throws SQLException {
        return execute(connection, "UPDATE " + table + " SET whole = TRUE WHERE mark = ?", mark) == 1;
    }

    /** Nobody will ask what became of this transaction: another may remove its mark. */
    void served(UUID mark) {
        served.add(mark);
    }

    /**
     * One that is still open makes this wait, for as long as the connection waits for locks. Leaves the connection's own
     * transaction to be rolled back.
     */
    Outcome outcome(Connection connection, UUID mark) throws SQLException {
        try {
            insert(connection, mark);
            return Outcome.ROLLED_BACK;
        } catch (SQLException e) {
            if (e.getErrorCode() != ErrorCode.DUPLICATE_KEY_1) {
                throw e;
            }
        }
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT whole FROM " + table + " WHERE mark = ?")) {
            statement.setObject(1, mark);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1) ? Outcome.COMMITTED : Outcome.UNKNOWN;
            }
        }
    }

    private void insert(Connection connection, UUID mark) throws SQLException {
        execute(connection, "INSERT INTO " + table + " (mark, whole) VALUES (?, FALSE)", mark);
    }

    private static int execute(Connection connection, String sql, UUID mark) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, mark);
            return statement.executeUpdate();
        }
    }
}
