package dev.backfill.database.sql;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** MariaDB's and MySQL's error codes: first the code, then the class of the SQLState, otherwise definitive. */
final class MariaFailures implements Failures {
    /** The state of a duplicate key in the standard's subclasses; the server's own covers foreign keys and NULL too. */
    static final String DUPLICATE_KEY = "23505";

    /** What is said where an upsert met a row by another index than that of its key. */
    static final String ANOTHER = "another row has a value that is unique";

    /** Out of range; evaluated only where there is a value that must not be there. */
    static final String NO_NUMBER = "18446744073709551615 + 1";

    private static final int OUT_OF_RANGE = 1690;
    private static final int DUPLICATE = 1062;
    private static final int SYNTAX = 1064;
    /** By KILL QUERY; a statement that took too long has a code of its own. */
    private static final int INTERRUPTED = 1317;

    /** What triggers, functions and procedures raise with SIGNAL: nothing is known about what the message quotes. */
    private static final int RAISED = 1644;

    /** In the words of MySQL's driver. */
    private static final String KEY_NOT_ASKED_FOR = "Public Key Retrieval is not allowed";

    /** In the words of MariaDB's driver: it has gone over to another server in the middle of a transaction. */
    private static final String LOST_IN_FAILOVER = "25S03";

    private static final Set<Integer> READ_ONLY = Set.of(1290, 1836, 3032);
    private static final Map<Integer, FailureClass> CODES = codes();
    private static final Map<String, FailureClass> CLASSES = Map.of(
            "08", FailureClass.CONNECTION,
            "40", FailureClass.CONTENTION,
            "53", FailureClass.CAPACITY,
            "22", FailureClass.DATA,
            "23", FailureClass.DATA,
            "45", FailureClass.DATA, // SIGNAL
            "21", FailureClass.DATA); // a sub-select gave several rows for one row

    /** Values and identifiers look the same in these messages, but for what follows the word that names it. */
    private static final Pattern NAME = Pattern.compile(
            "((?:column|key|constraint|table|database|function|variable|field)s? )'([^']*)'", Pattern.CASE_INSENSITIVE);

    private static final Pattern QUOTED = Pattern.compile("'.*'|\"[^\"]*\"", Pattern.DOTALL);
    private static final Pattern PREFIX = Pattern.compile("^\\(conn=-?\\d+\\) ");
    private static final int NEAR = 40;

    private final String database;

    /**
     * @param database its configured name, for messages that are about the server and not about a statement
     */
    MariaFailures(String database) {
        this.database = database;
    }

    private static Map<Integer, FailureClass> codes() {
        Map<Integer, FailureClass> codes = new HashMap<>();
        // lock wait time-out, deadlock, changed since read, statement time-out (two), interrupted, table changed, XA
        // rolled back (two), no waiting, too much for the cache of the binary log, too many locks, the group's refusal
        of(
                codes,
                FailureClass.CONTENTION,
                1205,
                1213,
                1020,
                1969,
                3024,
                1317,
                1412,
                1613,
                1614,
                3572,
                1197,
                1206,
                3100);
        // shutting down, gone (two), network (four), not ready (Galera), killed, aborted, idle, cannot connect (two)
        of(codes, FailureClass.CONNECTION, 1053, 2006, 2013, 1158, 1159, 1160, 1161, 1047, 1927, 1152, 1184, 4031);
        of(codes, FailureClass.CONNECTION, 2002, 2003, 1290, 1836, 3032, 1079, 1129, 3169);
        // connections (three), disk (four), memory (three), threads, transactions
        of(codes, FailureClass.CAPACITY, 1040, 1203, 1226, 1021, 1114, 1030, 1026, 1037, 1038, 1041, 1135, 1637, 3, 28);
        // without a state of class 22 or 23: no default, wrong value (three), constraint (two), no partition, packet,
        // row too large (three), stack (two), characters (three), regular expression, JSON, conversion
        of(codes, FailureClass.DATA, 1364, 1366, 1265, 1292, 4025, 3819, 1526, 1153, 1301, 1118, 1713, 1436, 1456);
        of(codes, FailureClass.DATA, 1300, 1977, 3854, 1139, 1411, 1416, 1690, 1365, 1525, 1644, 1748);
        // regular expressions on MySQL
        of(
                codes,
                FailureClass.DATA,
                3685,
                3686,
                3688,
                3689,
                3690,
                3691,
                3692,
                3693,
                3694,
                3695,
                3696,
                3697,
                3698,
                3699);
        // a table or column is missing, or a privilege, or the statement is wrong, or the log's format forbids it, or a
        // name means several columns, or several values stand for one
        of(
                codes,
                FailureClass.DEFINITIVE,
                1142,
                1143,
                1044,
                1045,
                1227,
                1146,
                1054,
                1064,
                1399,
                1665,
                1792,
                1052,
                1241);
        return codes;
    }

    private static void of(Map<Integer, FailureClass> codes, FailureClass failureClass, int... numbers) {
        for (int number : numbers) {
            codes.put(number, failureClass);
        }
    }

    @Override
    public DatabaseException translate(SQLException met) {
        SQLException failure = reason(met);
        if (failure instanceof SQLTimeoutException && failure.getErrorCode() == 0) {
            // the driver's own, which has had the statement killed
            return new DatabaseException(
                    FailureClass.CONTENTION, failure.getSQLState(), "the statement took too long", false, failure);
        }
        if (String.valueOf(failure.getMessage()).contains(KEY_NOT_ASKED_FOR)) {
            return new DatabaseException(
                    FailureClass.DEFINITIVE,
                    failure.getSQLState(),
                    "the server wants the password encrypted, and the connection is not; use TLS"
                            + " (sslMode=REQUIRED in the url), or let the driver ask for the server's key"
                            + " (allowPublicKeyRetrieval=true)",
                    false,
                    failure);
        }
        int code = failure.getErrorCode();
        FailureClass failureClass = classify(code, failure.getSQLState());
        String message =
                switch (failureClass) {
                    case CONNECTION -> "database " + database + " " + trouble(code) + ": " + silence(failure);
                    case CAPACITY -> "database " + database + " has no room: " + describe(failure);
                    case CONTENTION, DATA, DEFINITIVE -> describe(failure);
                };
        String state = code == DUPLICATE ? DUPLICATE_KEY : failure.getSQLState();
        DatabaseException translated =
                new DatabaseException(failureClass, state, message, false, code > 0 ? null : failure);
        return code == INTERRUPTED ? translated.asCancelled() : translated;
    }

    private static String trouble(int code) {
        return READ_ONLY.contains(code) ? "takes no writes" : "does not answer";
    }

    /** Why there is no answer. Not in the driver's words: they name the address. */
    private static String silence(SQLException failure) {
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
        }
        if (failure instanceof SQLTransientConnectionException && failure.getErrorCode() == 0) {
            return "no connection became free in time";
        }
        return failure.getErrorCode() > 0 ? describe(failure) : "the connection is broken";
    }

    /** A pool that waited in vain for a connection knows why the last one could not be opened. */
    private static SQLException reason(SQLException met) {
        return met instanceof SQLTransientConnectionException && met.getCause() instanceof SQLException why ? why : met;
    }

    static FailureClass classify(int code, @Nullable String state) {
        if (LOST_IN_FAILOVER.equals(state)) {
            return FailureClass.CONNECTION;
        }
        FailureClass exact = CODES.get(code);
        if (exact != null) {
            return exact;
        }
        if (state == null) {
            // Hikari's own time-out while waiting for a connection, and sockets closed under the driver
            return FailureClass.CONNECTION;
        }
        return CLASSES.getOrDefault(state.substring(0, Math.min(2, state.length())), FailureClass.DEFINITIVE);
    }

    private static String describe(SQLException failure) {
        int code = failure.getErrorCode();
        String coded = " (error " + code + ", SQLState " + failure.getSQLState() + ")";
        String state = String.valueOf(failure.getSQLState());
        if (code == RAISED || state.startsWith("45")) {
            return "a trigger or function raised an exception" + coded;
        }
        String text = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        text = PREFIX.matcher(text).replaceFirst("");
        if (code == OUT_OF_RANGE && text.replace("`", "").contains(MariaUpsert.MET)) {
            return ANOTHER + coded;
        }
        if (code == OUT_OF_RANGE && text.contains(NO_NUMBER)) {
            return "a column that is NOT NULL was given NULL" + coded;
        }
        if (code == SYNTAX) {
            return "the server does not understand the statement" + near(text) + coded;
        }
        if (classify(code, failure.getSQLState()) == FailureClass.DATA) {
            text = QUOTED.matcher(NAME.matcher(text).replaceAll("$1`$2`")).replaceAll("a value");
        }
        return text + coded;
    }

    /** The statement from the mistake on, up to where a value may begin. */
    private static String near(String text) {
        int at = text.indexOf("near '");
        if (at < 0) {
            return "";
        }
        String rest = text.substring(at + 6);
        int end = rest.indexOf('\'');
        String shown = end < 0 ? rest : rest.substring(0, end);
        return " near \"" + shown.substring(0, Math.min(NEAR, shown.length())).strip() + "\"";
    }
}
