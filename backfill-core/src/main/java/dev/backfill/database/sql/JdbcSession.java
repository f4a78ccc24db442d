package dev.backfill.database.sql;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Session;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A session on a JDBC connection that is inside a transaction. */
abstract class JdbcSession implements Session {
    private static final int FETCH_ROWS = 5000;

    private final Connection connection;
    private final Failures failures;
    private final Guard guard;

    JdbcSession(Connection connection, Failures failures, Guard guard) {
        this.connection = connection;
        this.failures = failures;
        this.guard = guard;
    }

    @Override
    public <T extends @Nullable Object> List<T> query(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
        return read(sql, rows -> mapper.map(cells(rows)), parameters);
    }

    /** Maps each row by its JDBC result, for types that {@link Cells} does not offer. */
    <T extends @Nullable Object> List<T> read(String sql, ResultMapper<T> mapper, @Nullable Object... parameters) {
        try (PreparedStatement statement = prepare(sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<T> result = new ArrayList<>();
            while (rows.next()) {
                result.add(mapper.map(rows));
            }
            return result;
        } catch (SQLException e) {
            throw failed(e);
        } catch (JdbcCells.Unread e) {
            DatabaseException failure = failed(e.why());
            throw failure.failureClass() == FailureClass.CONNECTION ? failure : e;
        }
    }

    /** The types of a query's columns, by the driver's names; runs nothing. */
    List<JdbcType> types(String sql) {
        try (PreparedStatement statement = prepare(sql)) {
            ResultSetMetaData columns = Objects.requireNonNull(statement.getMetaData(), "a query has columns");
            List<JdbcType> types = new ArrayList<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                types.add(new JdbcType(columns.getColumnTypeName(i), columns.getPrecision(i), columns.getScale(i)));
            }
            return types;
        } catch (SQLException e) {
            throw failures.translate(e);
        }
    }

    /** A type as the driver tells it: without a domain's name. */
    record JdbcType(String name, int precision, int scale) {}

    @Override
    public int update(String sql, @Nullable Object... parameters) {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * Inserts rows none of which should be there.
     *
     * @return rows inserted; empty if one was there: then the transaction is as if nothing had been tried
     */
    OptionalInt insertNew(String sql, @Nullable Object... parameters) {
        try {
            beforeTry();
            try (PreparedStatement statement = prepare(sql, parameters)) {
                return OptionalInt.of(statement.executeUpdate());
            } catch (SQLException e) {
                if (!failures.translate(e).duplicateKey()) {
                    throw e;
                }
            }
            undoTry();
            return OptionalInt.empty();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** For a database where a statement that failed takes the transaction with it. */
    void beforeTry() throws SQLException {}

    /** Makes the transaction what it was at {@link #beforeTry}. */
    void undoTry() throws SQLException {}

    @Override
    public int columns(String query) {
        try {
            guard.check(connection, query);
            try (PreparedStatement statement = compile(sent(query))) {
                prepared();
                ResultSetMetaData answer = statement.getMetaData();
                return answer == null ? 0 : answer.getColumnCount();
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** A statement whose columns the driver can tell without running it. */
    PreparedStatement compile(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /** Binds a value that is not null; text so that it suits any type. */
    abstract void bind(PreparedStatement statement, int index, Object value) throws SQLException;

    /** For a database whose server does not end statements by itself. */
    void limit(PreparedStatement statement) throws SQLException {}

    /** The current row of a result. */
    JdbcCells cells(ResultSet rows) {
        return new JdbcCells(rows);
    }

    /** The statement as it is sent. */
    String sent(String sql) {
        return sql;
    }

    /** The database has understood the statement that was sent last. */
    void prepared() {}

    DatabaseException failed(SQLException failure) {
        return failures.translate(failure);
    }

    Connection connection() {
        return connection;
    }

    PreparedStatement prepare(String sql, @Nullable Object... parameters) throws SQLException {
        guard.check(connection, sql);
        PreparedStatement statement = connection.prepareStatement(sent(sql));
        prepared();
        try {
            statement.setFetchSize(FETCH_ROWS);
            limit(statement);
            for (int i = 0; i < parameters.length; i++) {
                Object value = parameters[i];
                if (value == null) {
                    statement.setNull(i + 1, Types.NULL);
                } else {
                    bind(statement, i + 1, value);
                }
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    /** Says which statements may run. */
    @FunctionalInterface
    interface Guard {
        Guard NONE = (connection, sql) -> {};

        /**
         * @throws dev.backfill.database.DatabaseException if the statement may not run
         */
        void check(Connection connection, String sql) throws SQLException;
    }

    /** Maps the current row. */
    @FunctionalInterface
    interface ResultMapper<T extends @Nullable Object> {
        T map(ResultSet rows) throws SQLException;
    }
}
