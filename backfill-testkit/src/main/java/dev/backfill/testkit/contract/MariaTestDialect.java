package dev.backfill.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** MariaDB 10.11 and newer. */
class MariaTestDialect implements TestDialect {
    private final TestValues values = new MariaTestValues();

    @Override
    public TestValues values() {
        return values;
    }

    @Override
    public Set<Lack> lacks() {
        return Set.of(Lack.FORBIDDEN_CHARACTERS, Lack.INDEXES_OF_ANY_TEXT);
    }

    /** So that a plain UPDATE reads the row as it was, as the engine's work does. */
    @Override
    public List<String> greeting() {
        return List.of("SET SESSION sql_mode = concat(@@sql_mode, ',SIMULTANEOUS_ASSIGNMENT')");
    }

    @Override
    public String quoted(String name) {
        return '`' + name.replace("`", "``") + '`';
    }

    @Override
    public String currentSchema() {
        return "database()";
    }

    /** Signed, so that expressions may go below 0. */
    @Override
    public String numbers(int rows) {
        return "(SELECT CAST(seq AS SIGNED) AS n FROM seq_1_to_" + Math.max(rows, 1) + " WHERE seq <= " + rows
                + ") AS s";
    }

    @Override
    public String differs(String left, String right) {
        return "(NOT (CAST(" + left + " AS BINARY) <=> CAST(" + right + " AS BINARY)))";
    }

    @Override
    public String number(String text) {
        return "CAST(" + text + " AS int)";
    }

    @Override
    public String anHourBefore(String instant) {
        return instant + " - INTERVAL 1 HOUR";
    }

    @Override
    public String row(String alias, List<String> columns) {
        return columns.stream()
                .map(column -> "ifnull(hex(CAST(" + alias + "." + quoted(column) + " AS BINARY)), 'NULL')")
                .collect(Collectors.joining(", ", "concat_ws(',', ", ")"));
    }

    /** No trace of who wrote a row is to be had; but rows that are set to what they are are not written at all. */
    @Override
    public String version(String alias, List<String> columns) {
        return row(alias, columns);
    }

    @Override
    public String tables(String schema) {
        return "SELECT table_name FROM information_schema.tables WHERE table_schema = " + schema;
    }

    @Override
    public String objects() {
        return """
               SELECT concat(table_name, ' ', create_time) FROM information_schema.tables WHERE table_schema = database()
               UNION ALL SELECT concat(routine_name, ' ', created) FROM information_schema.routines WHERE routine_schema = database()
               UNION ALL SELECT concat(trigger_name, ' ', created) FROM information_schema.triggers WHERE trigger_schema = database()""";
    }

    @Override
    public String idleTransactions() {
        return """
               SELECT count(*) FROM information_schema.innodb_trx AS x
               JOIN information_schema.processlist AS p ON p.id = x.trx_mysql_thread_id
               WHERE p.db = database() AND p.command = 'Sleep' AND p.time_ms > 1000""";
    }

    @Override
    public String analyze(String table) {
        return "ANALYZE TABLE " + table;
    }

    @Override
    public List<String> dropPrimaryKey(String table) {
        return List.of("ALTER TABLE " + table + " DROP PRIMARY KEY");
    }

    @Override
    public List<String> change(String table, String column, String type) {
        return List.of("ALTER TABLE " + table + " MODIFY " + column + " " + type);
    }

    @Override
    public List<String> partitioned() {
        return List.of("CREATE TABLE t (id int PRIMARY KEY, n int) PARTITION BY HASH (id) PARTITIONS 2");
    }

    @Override
    public List<String> refuse(int id, String sqlState, String message) {
        return List.of(
                """
                CREATE TRIGGER refuse BEFORE UPDATE ON t FOR EACH ROW
                IF NEW.id = %d THEN SIGNAL SQLSTATE '%s' SET MESSAGE_TEXT = 'not %s'; END IF"""
                        .formatted(id, sqlState, message));
    }

    @Override
    public List<String> keepDerived() {
        return List.of(
                """
                CREATE TRIGGER keep_derived BEFORE UPDATE ON t FOR EACH ROW
                IF %s THEN SET NEW.derived = upper(NEW.source); END IF"""
                        .formatted(differs("NEW.source", "OLD.source")));
    }

    @Override
    public String writingFunction(String name) {
        return "CREATE FUNCTION " + name + "() RETURNS int MODIFIES SQL DATA BEGIN UPDATE t SET n = -4; RETURN 0; END";
    }

    @Override
    public List<String> user(String name, String password, String schema) {
        return List.of(
                "CREATE OR REPLACE USER " + name + " IDENTIFIED BY '" + password + "'",
                "GRANT SELECT, UPDATE ON t TO " + name,
                "GRANT EXECUTE ON " + schema + ".* TO " + name,
                // else guards do not see what others do, and say so
                "GRANT PROCESS ON *.* TO " + name);
    }

    @Override
    public List<String> admit(String name, String schema, List<String> tables) {
        List<String> grants = new ArrayList<>();
        for (String table : tables) {
            grants.add("GRANT SELECT, INSERT, UPDATE, DELETE ON " + schema + "." + table + " TO " + name);
        }
        return grants;
    }
}
