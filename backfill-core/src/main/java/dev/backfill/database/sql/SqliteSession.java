package dev.backfill.database.sql;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session of SQLite. A failed statement ends it: a trigger may have rolled everything back, and SQLite would commit what
 * comes next by itself.
 */
final class SqliteSession extends JdbcSession {
    /** The form that the tables' defaults have, so that text orders as time does. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final SqliteFailures failures;
    private final long patience;
    private final Set<Position> stale = new HashSet<>();
    private boolean understood;
    private boolean failed;
    private volatile long deadline = Long.MAX_VALUE;

    /**
     * @param patience how long one statement may take
     */
    SqliteSession(Connection connection, SqliteFailures failures, Guard guard, Duration patience) {
        super(connection, failures, guard);
        this.failures = failures;
        this.patience = patience.toNanos();
    }

    /** SQLite has no server: its clock is this machine's. */
    @Override
    public Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The log begins anew again and again, and does not say how often. */
    @Override
    public long logPosition() {
        return -1;
    }

    @Override
    void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value instanceof Instant instant) {
            statement.setString(index, TIME.format(instant));
        } else {
            SqliteValues.bind(statement, index, value);
        }
    }

    @Override
    JdbcCells cells(ResultSet rows) {
        return new Cells(rows);
    }

    @Override
    String sent(String sql) {
        refuseIfFailed();
        understood = false;
        deadline = System.nanoTime() + patience;
        return sql;
    }

    @Override
    void prepared() {
        understood = true;
    }

    @Override
    DatabaseException failed(SQLException failure) {
        failed = true;
        return understood ? failures.translate(failure) : failures.translateUnprepared(failure);
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

    /** True if the statement that runs has had its time. */
    boolean overdue(long nanoTime) {
        long until = deadline;
        return until != Long.MAX_VALUE && nanoTime - until > 0;
    }

    /**
     * Runs a statement with each of the rows of parameters.
     *
     * @return rows changed by each
     */
    int[] batch(String sql, List<? extends List<@Nullable Object>> rows) {
        try (PreparedStatement statement = prepare(sql)) {
            for (List<@Nullable Object> row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            return statement.executeBatch();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private void bind(PreparedStatement statement, List<@Nullable Object> row) throws SQLException {
        for (int i = 0; i < row.size(); i++) {
            Object value = row.get(i);
            if (value == null) {
                statement.setNull(i + 1, Types.NULL);
            } else {
                bind(statement, i + 1, value);
            }
        }
    }

    /** Asks a query that answers yes or no with each of the rows of parameters. */
    boolean[] ask(String sql, List<? extends List<@Nullable Object>> rows) {
        boolean[] answers = new boolean[rows.size()];
        try (PreparedStatement statement = prepare(sql)) {
            for (int i = 0; i < answers.length; i++) {
                bind(statement, rows.get(i));
                try (ResultSet answer = statement.executeQuery()) {
                    answers[i] = answer.next() && answer.getBoolean(1);
                }
            }
            return answers;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Hands over each row as it is read, and keeps none. */
    void each(String sql, RowReader reader, @Nullable Object... parameters) {
        try (PreparedStatement statement = prepare(sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                reader.read(rows);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** The texts of a query that only reads, and that may fail on a row: then none, and the session goes on. */
    List<String> glance(String sql) {
        List<String> texts = new ArrayList<>();
        try (PreparedStatement statement = prepare(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            if (understood) {
                return List.of();
            }
            throw failed(e);
        }
    }

    /** Rows that were found changed in the last write. */
    Set<Position> stale() {
        return stale;
    }

    /** Reads the current row. */
    @FunctionalInterface
    interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    /** Reads values as they are stored, and times from text. */
    static final class Cells extends JdbcCells {
        Cells(ResultSet rows) {
            super(rows);
        }

        @Nullable
        Object value(int column) {
            try {
                return SqliteValues.read(rows, column);
            } catch (SQLException e) {
                throw new IllegalStateException("unexpected result column " + column, e);
            }
        }

        @Override
        public @Nullable Instant instant(int column) {
            String text = text(column);
            return text == null ? null : Instant.parse(text);
        }

        @Override
        public boolean isNull(int column) {
            return value(column) == null;
        }
    }
}
