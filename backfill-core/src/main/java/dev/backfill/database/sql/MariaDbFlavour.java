package dev.backfill.database.sql;

import dev.backfill.database.Capabilities;
import dev.backfill.database.sql.JdbcSession.JdbcType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** MariaDB 10.6 and newer by its own driver. */
record MariaDbFlavour() implements MariaFlavour {
    static final String ADDRESS = "jdbc:mariadb:";

    /**
     * Ours, whatever the server's is: a value that does not fit is an error, assignments see the row as it was, double
     * quotes are no names and a backslash escapes. A zero is a zero where the server counts, too. A zero date that is there
     * already may stay.
     */
    private static final String SQL_MODE =
            "STRICT_TRANS_TABLES,STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO,"
                    + "SIMULTANEOUS_ASSIGNMENT";

    /** Times of the type TIMESTAMP are shown and read in the session's zone. */
    private static final String GREETING = "SET SESSION sql_mode = '" + SQL_MODE
            + "', time_zone = '+00:00', check_constraint_checks = 1, " + MariaStatements.CAREFUL;

    private static final MariaStatements STATEMENTS = new MariaStatements(
            "EXPLAIN ",
            GREETING,
            "",
            "JSON_VALUE(d.row_key, '$[%d]')",
            Pattern.compile("(?!)"),
            " FOR UPDATE",
            "mariadb");

    private static final MariaViews VIEWS = new MariaViews(
            "SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'INNODB_LSN_CURRENT'",
            """
            SELECT coalesce(max(CASE VARIABLE_NAME WHEN 'INNODB_LSN_CURRENT' THEN CAST(VARIABLE_VALUE AS SIGNED) END), 0),
                   max(CASE VARIABLE_NAME WHEN 'INNODB_CHECKPOINT_MAX_AGE' THEN CAST(VARIABLE_VALUE AS SIGNED) END)
              FROM information_schema.GLOBAL_STATUS
             WHERE VARIABLE_NAME IN ('INNODB_LSN_CURRENT', 'INNODB_CHECKPOINT_MAX_AGE')""",
            """
            SELECT (SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'THREADS_CONNECTED'),
                   @@max_connections""",
            """
            SELECT w.TRX_MYSQL_THREAD_ID, b.TRX_MYSQL_THREAD_ID
              FROM information_schema.INNODB_LOCK_WAITS l
              JOIN information_schema.INNODB_TRX w ON w.TRX_ID = l.REQUESTING_TRX_ID
              JOIN information_schema.INNODB_TRX b ON b.TRX_ID = l.BLOCKING_TRX_ID
             WHERE coalesce(w.TRX_QUERY, '') NOT LIKE '/* backfill */%'""",
            """
            SELECT (SELECT VARIABLE_VALUE > 0 FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'SLAVES_RUNNING') AS follows,
                   @@GLOBAL.read_only AS closed""",
            List.of("SHOW ALL SLAVES STATUS"),
            "SELECT CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = ? AND TABLE_NAME = ?",
            // needs the privilege PROCESS
            "SELECT DISTINCT substring_index(FOR_NAME, '/', 1) FROM information_schema.INNODB_SYS_FOREIGN",
            // a server outside of a cluster is not ready in one
            """
            SELECT max(CASE VARIABLE_NAME WHEN 'INNODB_HISTORY_LIST_LENGTH' THEN CAST(VARIABLE_VALUE AS SIGNED) END),
                   CASE WHEN @@GLOBAL.log_bin
                        THEN max(CASE VARIABLE_NAME WHEN 'BINLOG_BYTES_WRITTEN' THEN CAST(VARIABLE_VALUE AS SIGNED) END) END,
                   @@GLOBAL.max_binlog_size,
                   CASE max(CASE VARIABLE_NAME WHEN 'WSREP_READY' THEN VARIABLE_VALUE END)
                   WHEN 'ON' THEN max(CASE VARIABLE_NAME WHEN 'WSREP_FLOW_CONTROL_PAUSED_NS'
                                      THEN CAST(VARIABLE_VALUE AS DECIMAL(30)) / 1e9 END) END
              FROM information_schema.GLOBAL_STATUS
             WHERE VARIABLE_NAME IN ('INNODB_HISTORY_LIST_LENGTH', 'BINLOG_BYTES_WRITTEN', 'WSREP_READY',
                                     'WSREP_FLOW_CONTROL_PAUSED_NS')""",
            "GRANT PROCESS ON *.* TO it");

    @Override
    public String product() {
        return "MariaDB";
    }

    @Override
    public String oldest() {
        return "10.6";
    }

    @Override
    public Capabilities declared(String version) {
        return new Capabilities(
                product(),
                version,
                oldest(),
                true,
                false,
                true,
                WITHOUT_SIGNAL,
                false,
                List.of(
                        "tables of another engine than InnoDB, which has no transactions",
                        "keys of the type enum: their order, by number, is not that of their text",
                        "||, ::, comments, variables and double quotes in expressions: they mean something else there",
                        "new values of a row that are larger together than a packet (max_allowed_packet): the row is a dead letter"));
    }

    @Override
    public Map<String, String> driver(String url) {
        return Map.of(
                "tcpKeepAlive",
                "true",
                "allowMultiQueries",
                "false",
                // what was found counts, as everywhere: whether it changed is asked in the statement
                "useAffectedRows",
                "false");
    }

    /** JSON is a text with a condition. */
    @Override
    public JdbcType told(JdbcType type) {
        return type.name().equalsIgnoreCase("json") ? new JdbcType("longtext", type.precision(), type.scale()) : type;
    }

    @Override
    public long number(Connection connection) throws SQLException {
        return connection.unwrap(org.mariadb.jdbc.Connection.class).getThreadId();
    }

    @Override
    public PreparedStatement compile(Connection connection, String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    @Override
    public PreparedStatement apart(Connection connection, String sql) throws SQLException {
        return connection
                .unwrap(org.mariadb.jdbc.Connection.class)
                .prepareInternal(
                        sql,
                        Statement.NO_GENERATED_KEYS,
                        ResultSet.TYPE_FORWARD_ONLY,
                        ResultSet.CONCUR_READ_ONLY,
                        true);
    }

    @Override
    public String limits(Duration lock, Duration statement, Duration idle) {
        return String.format(
                Locale.ROOT,
                "SET SESSION innodb_lock_wait_timeout = %1$d, lock_wait_timeout = %1$d, max_statement_time = %2$.3f,"
                        + " idle_transaction_timeout = %3$d",
                Math.max(1, lock.toSeconds()),
                Math.max(1, statement.toMillis() / 1000.0),
                Math.max(1, idle.toSeconds()));
    }

    @Override
    public boolean endsStatements() {
        return true;
    }

    @Override
    public MariaViews views() {
        return VIEWS;
    }

    @Override
    public MariaStatements statements() {
        return STATEMENTS;
    }

    @Override
    public List<String> repeatable(String ddl) {
        return List.of(ddl);
    }
}
