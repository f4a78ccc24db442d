package dev.backfill.database.sql;

import dev.backfill.database.DatabaseException;
import java.sql.SQLException;

/** Turns a driver's exception into a classified one whose message is safe to show. */
@FunctionalInterface
interface Failures {
    DatabaseException translate(SQLException failure);

    /** The same for a failed COMMIT, whose outcome is unknown if the connection broke. */
    default DatabaseException translateCommit(SQLException failure) {
        DatabaseException e = translate(failure);
        boolean inDoubt = e.failureClass() == dev.backfill.database.FailureClass.CONNECTION;
        return new DatabaseException(e.failureClass(), e.sqlState(), message(e), inDoubt, e.getCause());
    }

    private static String message(DatabaseException e) {
        String message = e.getMessage();
        return message == null ? "" : message;
    }
}
