package dev.backfill.database.sql;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Set;

/** The one number that an author's query answers, or a refusal that says what came instead, without values. */
final class OneNumber {
    private static final Set<Integer> NUMBERS =
            Set.of(Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.REAL, Types.DOUBLE, Types.NUMERIC, Types.DECIMAL);
    /** One more than is right. */
    private static final int ROWS = 2;

    private OneNumber() {}

    static double read(Connection connection, JdbcSession.Guard guard, String sql) throws SQLException {
        guard.check(connection, sql);
        // not prepared: a question mark may be an operator
        try (Statement statement = connection.createStatement()) {
            statement.setMaxRows(ROWS);
            try (ResultSet rows = statement.executeQuery(sql)) {
                return read(rows);
            }
        }
    }

    private static double read(ResultSet rows) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        if (columns != 1) {
            throw refused(columns + " columns");
        }
        if (!NUMBERS.contains(rows.getMetaData().getColumnType(1))) {
            throw refused("a column of type " + rows.getMetaData().getColumnTypeName(1));
        }
        if (!rows.next()) {
            throw refused("no row");
        }
        double number = rows.getDouble(1);
        if (rows.wasNull()) {
            throw refused("NULL");
        }
        if (Double.isNaN(number)) {
            throw refused("NaN, which is no number");
        }
        if (rows.next()) {
            throw refused("more than one row");
        }
        return number;
    }

    private static DatabaseException refused(String found) {
        return new DatabaseException(
                FailureClass.DEFINITIVE,
                null,
                "the query answers " + found + "; expected exactly one row with one number",
                false,
                null);
    }
}
