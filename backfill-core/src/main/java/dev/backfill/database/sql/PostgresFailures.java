package dev.backfill.database.sql;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * PostgreSQL's error codes, from the appendix of its manual: first the exact code, then its two-character class,
 * otherwise definitive.
 */
final class PostgresFailures implements Failures {
    /** The primary became a standby. */
    private static final String READ_ONLY = "25006";

    private static final Map<String, FailureClass> CODES = Map.ofEntries(
            Map.entry("40002", FailureClass.DATA), // rolled back for an integrity constraint
            Map.entry("55P03", FailureClass.CONTENTION), // lock not available: lock_timeout
            Map.entry("55006", FailureClass.CONTENTION), // object in use
            Map.entry("57014", FailureClass.CONTENTION), // query cancelled: statement_timeout
            Map.entry("25P04", FailureClass.CONTENTION), // transaction_timeout
            Map.entry("72000", FailureClass.CONTENTION), // snapshot too old
            Map.entry("57P01", FailureClass.CONNECTION), // admin shutdown
            Map.entry("57P02", FailureClass.CONNECTION), // crash shutdown
            Map.entry("57P03", FailureClass.CONNECTION), // cannot connect now: starting up
            Map.entry("57P05", FailureClass.CONNECTION), // idle session timeout
            Map.entry("25P03", FailureClass.CONNECTION), // idle in transaction timeout
            Map.entry(READ_ONLY, FailureClass.CONNECTION),
            Map.entry("58000", FailureClass.CAPACITY), // a failure of the host
            Map.entry("58030", FailureClass.CAPACITY), // I/O error
            Map.entry("54000", FailureClass.DATA), // a value is too large for an index
            Map.entry("54001", FailureClass.DATA), // a value nests deeper than the stack
            Map.entry("09000", FailureClass.DATA), // a trigger's action failed
            Map.entry("20000", FailureClass.DATA), // CASE of a function without a branch for the row
            Map.entry("44000", FailureClass.DATA), // check option of a view
            Map.entry("21000", FailureClass.DATA)); // a sub-select gave several rows for one row
    private static final Map<String, FailureClass> CLASSES = Map.of(
            "08", FailureClass.CONNECTION,
            "40", FailureClass.CONTENTION, // serialization failure, deadlock
            "53", FailureClass.CAPACITY,
            "22", FailureClass.DATA,
            "23", FailureClass.DATA,
            "38", FailureClass.DATA,
            "39", FailureClass.DATA,
            "P0", FailureClass.DATA); // raised by a trigger or function
    /** Raised by the author's own functions, in whatever language: nothing is known about what the message quotes. */
    private static final Set<String> RAISED = Set.of("38", "P0");
    /** Where PL/pgSQL's RAISE comes from in the server, whatever SQLState it was given. */
    private static final String RAISING_ROUTINE = "exec_stmt_raise";

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|: .*$", Pattern.DOTALL);

    private final String database;

    /**
     * @param database its configured name, for messages that are about the server and not about a statement
     */
    PostgresFailures(String database) {
        this.database = database;
    }

    @Override
    public DatabaseException translate(SQLException met) {
        SQLException failure = reason(met);
        String state = failure.getSQLState();
        FailureClass failureClass = classify(state);
        String message =
                switch (failureClass) {
                    case CONNECTION -> "database " + database + " " + trouble(state) + ": " + silence(failure, state);
                    case CAPACITY -> "database " + database + " has no room: " + describe(failure, state);
                    case CONTENTION, DATA, DEFINITIVE -> describe(failure, state);
                };
        return new DatabaseException(failureClass, state, message, false, safe(failure));
    }

    private static String trouble(@Nullable String state) {
        return READ_ONLY.equals(state) ? "takes no writes" : "does not answer";
    }

    /** Why there is no answer. Not in the driver's words: they name the address, and advise what we cannot know. */
    private static String silence(SQLException failure, @Nullable String state) {
        SQLException last = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                return String.valueOf(cause.getMessage()).contains("refused")
                        ? "connection refused"
                        : "no connection to its host";
            }
            if (cause instanceof UnknownHostException) {
                return "its host name is not known here";
            }
            if (cause instanceof SocketTimeoutException) {
                return "no answer in time";
            }
            // a pool's own words come first; what it met stands behind them
            last = cause instanceof SQLException deeper ? deeper : last;
        }
        return last instanceof SQLTransientConnectionException
                ? "no connection became free in time"
                : describe(last, last == failure ? state : last.getSQLState());
    }

    /** A pool that waited in vain for a connection knows why the last one could not be opened. */
    private static SQLException reason(SQLException met) {
        return met instanceof SQLTransientConnectionException && met.getCause() instanceof SQLException why ? why : met;
    }

    static FailureClass classify(@Nullable String state) {
        if (state == null) {
            // Hikari's own time-out while waiting for a connection, and sockets closed under the driver
            return FailureClass.CONNECTION;
        }
        FailureClass exact = CODES.get(state);
        if (exact != null) {
            return exact;
        }
        return CLASSES.getOrDefault(classOf(state), FailureClass.DEFINITIVE);
    }

    private static String classOf(String state) {
        return state.substring(0, Math.min(2, state.length()));
    }

    /** Class 22 quotes the offending value in its primary message; the detail line, which we never take, quotes rows. */
    private static String describe(SQLException failure, @Nullable String state) {
        ServerErrorMessage server = failure instanceof PSQLException e ? e.getServerErrorMessage() : null;
        if ((state != null && RAISED.contains(classOf(state)))
                || (server != null && RAISING_ROUTINE.equals(server.getRoutine()))) {
            return "a trigger or function raised an exception (SQLState " + state + ")";
        }
        String primary = server == null ? failure.getMessage() : server.getMessage();
        if (primary == null) {
            primary = failure.getClass().getSimpleName();
        }
        if (state != null && state.startsWith("22")) {
            primary = QUOTED.matcher(primary).replaceAll("").strip();
        }
        return state == null ? primary : primary + " (SQLState " + state + ")";
    }

    /** The cause is kept for its stack trace only where its message cannot quote a row. */
    private static @Nullable Throwable safe(SQLException failure) {
        return failure instanceof PSQLException e && e.getServerErrorMessage() != null ? null : failure;
    }
}
