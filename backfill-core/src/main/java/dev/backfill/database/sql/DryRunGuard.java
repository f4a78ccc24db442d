package dev.backfill.database.sql;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Query;
import org.postgresql.core.SqlCommandType;

/**
 * Lets through what a dry run is made of, one statement at a time, read as the driver reads it. Whatever could end the
 * transaction, and so the server's refusal to commit it, is turned away.
 */
final class DryRunGuard implements JdbcSession.Guard {
    private static final Set<SqlCommandType> ADMITTED =
            EnumSet.of(SqlCommandType.SELECT, SqlCommandType.WITH, SqlCommandType.INSERT, SqlCommandType.UPDATE);

    private static final String EXPLAIN = "EXPLAIN ";

    @Override
    public void check(Connection connection, String sql) throws SQLException {
        String statement = sql.startsWith(EXPLAIN) ? sql.substring(sql.indexOf(')') + 1) : sql;
        Query query = connection.unwrap(BaseConnection.class).createQuery(statement, true, true).query;
        boolean admitted = query.getSubqueries() == null
                && query.getSqlCommand() != null
                && ADMITTED.contains(query.getSqlCommand().getType());
        if (!admitted) {
            throw new DatabaseException(
                    FailureClass.DEFINITIVE,
                    null,
                    "a dry run takes one SELECT, INSERT or UPDATE at a time, and this is something else",
                    false,
                    null);
        }
    }
}
