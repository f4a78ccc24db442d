package dev.backfill.database.sql;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import java.sql.SQLException;
import java.util.Map;
import java.util.regex.Pattern;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** SQLite's result codes: the extended code, then the primary one. */
final class SqliteFailures implements Failures {
    /** The codes of 8 bits. */
    private static final int PRIMARY = 0xff;

    private static final int ERROR = SQLiteErrorCode.SQLITE_ERROR.code;

    private static final Map<Integer, FailureClass> CLASSES = Map.ofEntries(
            Map.entry(SQLiteErrorCode.SQLITE_BUSY.code, FailureClass.CONTENTION),
            Map.entry(SQLiteErrorCode.SQLITE_LOCKED.code, FailureClass.CONTENTION),
            Map.entry(SQLiteErrorCode.SQLITE_PROTOCOL.code, FailureClass.CONTENTION),
            Map.entry(SQLiteErrorCode.SQLITE_SCHEMA.code, FailureClass.CONTENTION),
            Map.entry(SQLiteErrorCode.SQLITE_INTERRUPT.code, FailureClass.CONTENTION),
            Map.entry(SQLiteErrorCode.SQLITE_ABORT.code, FailureClass.CONTENTION),
            Map.entry(SQLiteErrorCode.SQLITE_IOERR.code, FailureClass.CONNECTION),
            Map.entry(SQLiteErrorCode.SQLITE_CANTOPEN.code, FailureClass.CONNECTION),
            Map.entry(SQLiteErrorCode.SQLITE_FULL.code, FailureClass.CAPACITY),
            Map.entry(SQLiteErrorCode.SQLITE_NOMEM.code, FailureClass.CAPACITY),
            Map.entry(SQLiteErrorCode.SQLITE_CONSTRAINT.code, FailureClass.DATA),
            Map.entry(SQLiteErrorCode.SQLITE_MISMATCH.code, FailureClass.DATA),
            Map.entry(SQLiteErrorCode.SQLITE_TOOBIG.code, FailureClass.DATA),
            Map.entry(SQLiteErrorCode.SQLITE_READONLY.code, FailureClass.DEFINITIVE),
            Map.entry(SQLiteErrorCode.SQLITE_CORRUPT.code, FailureClass.DEFINITIVE),
            Map.entry(SQLiteErrorCode.SQLITE_NOTADB.code, FailureClass.DEFINITIVE),
            Map.entry(SQLiteErrorCode.SQLITE_PERM.code, FailureClass.DEFINITIVE),
            Map.entry(SQLiteErrorCode.SQLITE_AUTH.code, FailureClass.DEFINITIVE));

    /** The standard's states, for messages and for those who ask for a duplicate key. */
    private static final Map<SQLiteErrorCode, String> STATES = Map.ofEntries(
            Map.entry(SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE, "23505"),
            Map.entry(SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY, "23505"),
            Map.entry(SQLiteErrorCode.SQLITE_CONSTRAINT_ROWID, "23505"),
            Map.entry(SQLiteErrorCode.SQLITE_CONSTRAINT_NOTNULL, "23502"),
            Map.entry(SQLiteErrorCode.SQLITE_CONSTRAINT_FOREIGNKEY, "23503"),
            Map.entry(SQLiteErrorCode.SQLITE_CONSTRAINT_CHECK, "23514"),
            Map.entry(SQLiteErrorCode.SQLITE_CONSTRAINT_TRIGGER, "45000"),
            Map.entry(SQLiteErrorCode.SQLITE_MISMATCH, "22018"),
            Map.entry(SQLiteErrorCode.SQLITE_TOOBIG, "22001"),
            Map.entry(SQLiteErrorCode.SQLITE_FULL, "53100"),
            Map.entry(SQLiteErrorCode.SQLITE_NOMEM, "53200"),
            Map.entry(SQLiteErrorCode.SQLITE_READONLY, "25006"));

    private static final Map<FailureClass, String> STATES_OF_CLASSES = Map.of(
            FailureClass.CONTENTION, "40001",
            FailureClass.CONNECTION, "08006",
            FailureClass.CAPACITY, "53000",
            FailureClass.DATA, "22000",
            FailureClass.DEFINITIVE, "42000");

    private static final Pattern QUOTED = Pattern.compile("'.*'|\".*\"", Pattern.DOTALL);
    /** The driver's own words around the library's message. */
    private static final Pattern WRAPPED = Pattern.compile("^\\[\\w+]\\s*.*?\\((.*)\\)$", Pattern.DOTALL);

    private final String database;

    /**
     * @param database its configured name, for messages that are about the file and not about a statement
     */
    SqliteFailures(String database) {
        this.database = database;
    }

    /** Of a statement that was understood: what goes wrong now is a row's fault. */
    @Override
    public DatabaseException translate(SQLException met) {
        return translate(met, FailureClass.DATA);
    }

    /** Of a statement that is not understood, or of the connection. */
    DatabaseException translateUnprepared(SQLException met) {
        return translate(met, FailureClass.DEFINITIVE);
    }

    private DatabaseException translate(SQLException met, FailureClass plainError) {
        SQLException failure = reason(met);
        if (!(failure instanceof SQLiteException known)) {
            return new DatabaseException(
                    FailureClass.CONNECTION,
                    "08006",
                    "database " + database + " cannot be used: "
                            + failure.getClass().getSimpleName(),
                    false,
                    failure);
        }
        SQLiteErrorCode code = known.getResultCode();
        FailureClass failureClass = classify(code.code, plainError);
        String state = STATES.getOrDefault(code, STATES_OF_CLASSES.get(failureClass));
        String coded = " (" + code.name() + ", SQLState " + state + ")";
        String message =
                switch (failureClass) {
                    case CONNECTION -> "database " + database + " cannot be read or written" + coded;
                    case CAPACITY -> "database " + database + " has no room" + coded;
                    case CONTENTION -> contention(code) + coded;
                    case DATA -> data(code, known) + coded;
                    case DEFINITIVE -> text(known) + coded;
                };
        return new DatabaseException(failureClass, state, message, false, null);
    }

    static FailureClass classify(int code, FailureClass plainError) {
        int primary = code & PRIMARY;
        return primary == ERROR ? plainError : CLASSES.getOrDefault(primary, FailureClass.DEFINITIVE);
    }

    private static String contention(SQLiteErrorCode code) {
        return (code.code & PRIMARY) == SQLiteErrorCode.SQLITE_INTERRUPT.code
                ? "the statement took too long and was interrupted: time-out"
                : "somebody else is writing to the database and did not end in time";
    }

    private static String data(SQLiteErrorCode code, SQLiteException failure) {
        return code == SQLiteErrorCode.SQLITE_CONSTRAINT_TRIGGER
                ? "a trigger raised an exception"
                : QUOTED.matcher(text(failure)).replaceAll("a value");
    }

    private static String text(SQLiteException failure) {
        String text = failure.getMessage() == null ? "" : failure.getMessage();
        var wrapped = WRAPPED.matcher(text);
        return wrapped.matches() ? wrapped.group(1) : text;
    }

    /** A pool that waited in vain for a connection knows why the last one could not be opened. */
    private static SQLException reason(SQLException met) {
        return met.getCause() instanceof SQLException why ? why : met;
    }
}
