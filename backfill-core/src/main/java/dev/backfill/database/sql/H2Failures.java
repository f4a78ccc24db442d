package dev.backfill.database.sql;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.h2.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/** H2's error codes, of statements that are all the engine's own. */
final class H2Failures implements Failures {
    private static final Map<Integer, FailureClass> CODES = Map.ofEntries(
            Map.entry(ErrorCode.LOCK_TIMEOUT_1, FailureClass.CONTENTION),
            Map.entry(ErrorCode.DEADLOCK_1, FailureClass.CONTENTION),
            Map.entry(ErrorCode.CONCURRENT_UPDATE_1, FailureClass.CONTENTION),
            Map.entry(ErrorCode.STATEMENT_WAS_CANCELED, FailureClass.CONTENTION),
            Map.entry(ErrorCode.DUPLICATE_KEY_1, FailureClass.DATA),
            Map.entry(ErrorCode.CONNECTION_BROKEN_1, FailureClass.CONNECTION),
            // somebody else is about to open it
            Map.entry(ErrorCode.ERROR_OPENING_DATABASE_1, FailureClass.CONNECTION),
            Map.entry(ErrorCode.DATABASE_IS_CLOSED, FailureClass.CONNECTION),
            Map.entry(ErrorCode.DATABASE_CALLED_AT_SHUTDOWN, FailureClass.CONNECTION),
            Map.entry(ErrorCode.DATABASE_ALREADY_OPEN_1, FailureClass.CONNECTION),
            Map.entry(ErrorCode.DATABASE_IS_IN_EXCLUSIVE_MODE, FailureClass.CONNECTION),
            Map.entry(ErrorCode.OBJECT_CLOSED, FailureClass.CONNECTION),
            Map.entry(ErrorCode.IO_EXCEPTION_1, FailureClass.CONNECTION),
            Map.entry(ErrorCode.IO_EXCEPTION_2, FailureClass.CONNECTION),
            Map.entry(ErrorCode.OUT_OF_MEMORY, FailureClass.CAPACITY));

    private static final Set<Integer> CLOSED = Set.of(
            ErrorCode.DATABASE_IS_CLOSED,
            ErrorCode.DATABASE_CALLED_AT_SHUTDOWN,
            // it is being closed
            ErrorCode.DATABASE_IS_IN_EXCLUSIVE_MODE,
            ErrorCode.OBJECT_CLOSED,
            ErrorCode.CONNECTION_BROKEN_1);

    private final String database;

    H2Failures(String database) {
        this.database = database;
    }

    /** True if the database was closed, so that another connection may find it open. */
    static boolean closed(int code) {
        return CLOSED.contains(code);
    }

    /** The same of what was translated: the state is the code. */
    static boolean closed(DatabaseException failure) {
        String state = failure.sqlState();
        return state != null && CLOSED.stream().anyMatch(code -> state.equals(Integer.toString(code)));
    }

    /**
     * The connection is gone, whatever failed: a database that is being closed fails in odd ways first.
     *
     * @param commitInDoubt true if that was a COMMIT that had something to commit
     */
    DatabaseException gone(Throwable what, boolean commitInDoubt) {
        String code = Integer.toString(ErrorCode.CONNECTION_BROKEN_1);
        return new DatabaseException(FailureClass.CONNECTION, code, unreachable(code, code), commitInDoubt, what);
    }

    private String unreachable(Object code, @Nullable String state) {
        return "the control data of database " + database + " cannot be reached (H2 error " + code + ", SQLState "
                + state + ")";
    }

    /** A value that is fetched when it is asked for tells of a closed database as of something that was not read. */
    private static SQLException reason(SQLException met) {
        for (Throwable cause = met; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException why && closed(why.getErrorCode())) {
                return why;
            }
        }
        return met.getCause() instanceof SQLException why && met.getErrorCode() == 0 ? why : met;
    }

    @Override
    public DatabaseException translate(SQLException met) {
        SQLException failure = reason(met);
        int code = failure.getErrorCode();
        FailureClass failureClass =
                code == 0 ? FailureClass.CONNECTION : CODES.getOrDefault(code, FailureClass.DEFINITIVE);
        String coded = " (H2 error " + code + ", SQLState " + failure.getSQLState() + ")";
        String message =
                switch (failureClass) {
                    case CONNECTION -> unreachable(code, failure.getSQLState());
                    case CAPACITY -> "the control data of database " + database + " has no room" + coded;
                    case CONTENTION -> "somebody else is at the control data of database " + database + coded;
                    case DATA -> "a row of the control data is there already" + coded;
                    // the message ends with the statement, which is ours and has its values bound
                    case DEFINITIVE -> "the control data of database " + database + ": " + failure.getMessage();
                };
        return new DatabaseException(failureClass, failure.getSQLState(), message, false, code > 0 ? null : failure);
    }
}
