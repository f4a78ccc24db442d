package dev.backfill.database.sql;

import com.mysql.cj.jdbc.JdbcConnection;
import dev.backfill.database.Capabilities;
import dev.backfill.database.sql.JdbcSession.JdbcType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** MySQL 8.0 and newer by its own driver. */
record MySqlFlavour() implements MariaFlavour {
    static final String ADDRESS = "jdbc:mysql:";

    /** As on MariaDB, but that the server has no mode in which assignments see the row as it was. */
    private static final String SQL_MODE =
            "STRICT_TRANS_TABLES,STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO";

    /**
     * A connection is in the pool for a minute and a half at most, so none of these is ended for being idle; a transaction
     * whose client fell silent is, and lets its locks go. There is no limit that is for transactions alone.
     */
    private static final Duration IN_POOL = Duration.ofMinutes(2);

    /** A server on this machine is itself who it says it is: its key may be asked for, to encrypt the password with. */
    private static final Pattern HERE = Pattern.compile("jdbc:mysql://(127\\.[0-9.]+|localhost|\\[::1])[:/].*");

    private static final Pattern SESSION_VARIABLES = Pattern.compile("[?&]sessionVariables=([^&]+)");

    /**
     * Behind another table the rows are found and the values reckoned before any is written; the table alone is changed
     * row by row, and a later assignment would see what an earlier one wrote.
     */
    private static final String UNORDERED =
            "JSON_TABLE('[1]', '$[*]' COLUMNS (backfill_one FOR ORDINALITY)) AS backfill_one STRAIGHT_JOIN ";

    /** Times of the type TIMESTAMP are shown and read in the session's zone; sizes of tables are as of now. */
    private static final String GREETING = "SET SESSION sql_mode = '" + SQL_MODE
            + "', time_zone = '+00:00', information_schema_stats_expiry = 0, " + MariaStatements.CAREFUL;

    private static final MariaStatements STATEMENTS = new MariaStatements(
            "EXPLAIN FORMAT=TRADITIONAL ",
            GREETING,
            UNORDERED,
            "JSON_UNQUOTE(JSON_EXTRACT(d.row_key, '$[%d]'))",
            Pattern.compile("\\\\(?:`|$)"),
            // it does not lock all tables of a join where one is temporary
            " FOR UPDATE OF t",
            "mysql");

    private static final Pattern ADD_COLUMN = Pattern.compile(
            "ALTER TABLE `((?:[^`]|``)*)`\\.(\\w+) ADD COLUMN IF NOT EXISTS (\\w+)(.*)", Pattern.DOTALL);

    /** The position in the log is said by servers from 8.0.30 on; older ones say how much they have written to it. */
    private static final String WRITTEN =
            """
            SELECT CAST(VARIABLE_VALUE AS SIGNED) FROM performance_schema.global_status
             WHERE VARIABLE_NAME IN ('Innodb_redo_log_current_lsn', 'Innodb_os_log_written')
             ORDER BY VARIABLE_NAME DESC LIMIT 1""";

    private static final MariaViews VIEWS = new MariaViews(
            WRITTEN,
            "SELECT (" + WRITTEN
                    + """
            ), coalesce(max(CASE VARIABLE_NAME WHEN 'innodb_redo_log_capacity' THEN CAST(VARIABLE_VALUE AS SIGNED) END),
                        max(CASE VARIABLE_NAME WHEN 'innodb_log_file_size' THEN CAST(VARIABLE_VALUE AS SIGNED) END)
                        * max(CASE VARIABLE_NAME WHEN 'innodb_log_files_in_group' THEN CAST(VARIABLE_VALUE AS SIGNED) END))
                     * 7 DIV 8
              FROM performance_schema.global_variables
             WHERE VARIABLE_NAME IN ('innodb_redo_log_capacity', 'innodb_log_file_size', 'innodb_log_files_in_group')""",
            """
            SELECT (SELECT VARIABLE_VALUE FROM performance_schema.global_status WHERE VARIABLE_NAME = 'Threads_connected'),
                   @@GLOBAL.max_connections""",
            """
            SELECT w.TRX_MYSQL_THREAD_ID, b.TRX_MYSQL_THREAD_ID
              FROM performance_schema.data_lock_waits l
              JOIN information_schema.INNODB_TRX w ON w.TRX_ID = l.REQUESTING_ENGINE_TRANSACTION_ID
              JOIN information_schema.INNODB_TRX b ON b.TRX_ID = l.BLOCKING_ENGINE_TRANSACTION_ID
             WHERE coalesce(w.TRX_QUERY, '') NOT LIKE '/* backfill */%'""",
            // whoever may see them sees the threads that follow another server
            """
            SELECT (SELECT count(*) > 0 FROM information_schema.PROCESSLIST WHERE USER = 'system user') AS follows,
                   @@GLOBAL.read_only AS closed""",
            // the second one until 8.0.21
            List.of("SHOW REPLICA STATUS", "SHOW SLAVE STATUS"),
            "",
            "",
            // how much it has written to the log for replicas only the instruments of its files tell
            """
            SELECT (SELECT COUNT FROM information_schema.INNODB_METRICS WHERE NAME = 'trx_rseg_history_len'),
                   CASE WHEN @@GLOBAL.log_bin
                        THEN (SELECT SUM_NUMBER_OF_BYTES_WRITE FROM performance_schema.file_summary_by_event_name
                               WHERE EVENT_NAME = 'wait/io/file/sql/binlog') END,
                   @@GLOBAL.max_binlog_size,
                   (SELECT CAST(VARIABLE_VALUE AS DECIMAL(30)) / 1e9 FROM performance_schema.global_status
                     WHERE VARIABLE_NAME = 'wsrep_flow_control_paused_ns')""",
            "GRANT PROCESS ON *.* TO it; GRANT SELECT ON performance_schema.data_lock_waits TO it;"
                    + " GRANT SELECT ON performance_schema.file_summary_by_event_name TO it");

    @Override
    public String product() {
        return "MySQL";
    }

    @Override
    public String oldest() {
        return "8.0";
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
                        "new values of a row that are larger together than a packet (max_allowed_packet): the row is a dead letter",
                        "names with a backslash at their end or before a backtick: its driver does not find their end"));
    }

    @Override
    public Map<String, String> driver(String url) {
        Map<String, String> properties = new HashMap<>();
        properties.put("tcpKeepAlive", "true");
        properties.put("allowMultiQueries", "false");
        // what was found counts, as everywhere: whether it changed is asked in the statement
        properties.put("useAffectedRows", "false");
        // braces in a text are no JDBC escapes
        properties.put("enableEscapeProcessing", "false");
        properties.put("processEscapeCodesForPrepStmts", "false");
        properties.put("tinyInt1isBit", "false");
        properties.put("yearIsDateType", "false");
        // times without a zone are moved by nobody
        properties.put("preserveInstants", "false");
        // from the beginning, for it asks once how texts are to be quoted, whatever the session is told later
        properties.put("sessionVariables", asked(url) + "sql_mode='" + SQL_MODE + "'");
        if (HERE.matcher(url).matches()) {
            properties.put("allowPublicKeyRetrieval", "true");
        }
        return properties;
    }

    /** Variables that the address asks for. */
    private static String asked(String url) {
        Matcher asked = SESSION_VARIABLES.matcher(url);
        return asked.find() ? URLDecoder.decode(asked.group(1), StandardCharsets.UTF_8) + "," : "";
    }

    /** Digits of a second are in the length alone: behind 19 characters and a point, or behind {@code -838:59:59}. */
    @Override
    public JdbcType told(JdbcType type) {
        int before =
                switch (type.name()) {
                    case "DATETIME", "TIMESTAMP" -> 20;
                    case "TIME" -> 11;
                    default -> type.precision();
                };
        return new JdbcType(type.name(), type.precision(), Math.max(type.scale(), type.precision() - before));
    }

    @Override
    public long number(Connection connection) throws SQLException {
        return connection.unwrap(JdbcConnection.class).getId();
    }

    /** Of any other statement the driver finds its columns by running it. */
    @Override
    public PreparedStatement compile(Connection connection, String sql) throws SQLException {
        return connection.unwrap(JdbcConnection.class).serverPrepareStatement(sql);
    }

    @Override
    public PreparedStatement apart(Connection connection, String sql) throws SQLException {
        return compile(connection, sql);
    }

    /** The server ends SELECT in time, and nothing else. */
    @Override
    public String limits(Duration lock, Duration statement, Duration idle) {
        return String.format(
                Locale.ROOT,
                "SET SESSION innodb_lock_wait_timeout = %1$d, lock_wait_timeout = %1$d, max_execution_time = %2$d,"
                        + " wait_timeout = %3$d",
                Math.max(1, lock.toSeconds()),
                Math.max(1, statement.toMillis()),
                Math.max(IN_POOL.toSeconds(), idle.toSeconds()));
    }

    @Override
    public boolean endsStatements() {
        return false;
    }

    @Override
    public MariaViews views() {
        return VIEWS;
    }

    @Override
    public MariaStatements statements() {
        return STATEMENTS;
    }

    /** A column is added by a statement that is put together only if it is missing. */
    @Override
    public List<String> repeatable(String ddl) {
        Matcher add = ADD_COLUMN.matcher(ddl);
        if (!add.find()) {
            return List.of(ddl);
        }
        String alter =
                "ALTER TABLE `" + add.group(1) + "`." + add.group(2) + " ADD COLUMN " + add.group(3) + add.group(4);
        String missing =
                """
                SET @backfill = (SELECT IF(count(*) > 0, 'DO 0', %s) FROM information_schema.COLUMNS
                  WHERE TABLE_SCHEMA = %s AND TABLE_NAME = '%s' AND COLUMN_NAME = '%s')"""
                        .formatted(
                                MariaNames.literal(alter),
                                MariaNames.literal(add.group(1).replace("``", "`")),
                                add.group(2),
                                add.group(3));
        return List.of(
                ddl.substring(0, add.start()) + missing,
                "PREPARE backfill FROM @backfill",
                "EXECUTE backfill",
                "DEALLOCATE PREPARE backfill");
    }
}
