package dev.backfill.testkit.contract;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** MySQL 8.0: what it writes in another way than MariaDB. */
final class MySqlTestDialect extends MariaTestDialect {
    private static final Pattern CHECK =
            Pattern.compile("ALTER TABLE (\\w+) ADD (?:CONSTRAINT (\\w+) )?CHECK \\((.*)\\)");
    /** Of a contract's table, and nowhere inside of a literal. */
    private static final Pattern COLUMN = Pattern.compile("\\b(id|n|c|note|visits)\\b(?=(?:[^']*'[^']*')*[^']*$)");

    private final TestValues values = new MySqlTestValues();

    @Override
    public TestValues values() {
        return values;
    }

    @Override
    public Set<Lack> lacks() {
        Set<Lack> lacks = new HashSet<>(super.lacks());
        lacks.add(Lack.NAMES_THAT_END_IN_A_BACKSLASH);
        return lacks;
    }

    @Override
    public List<String> greeting() {
        return List.of("SET SESSION cte_max_recursion_depth = 4294967295, information_schema_stats_expiry = 0");
    }

    @Override
    public String numbers(int rows) {
        return "(WITH RECURSIVE q (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM q WHERE n < " + rows
                + ") SELECT n FROM q WHERE n <= " + rows + ") AS s";
    }

    /**
     * Before 8.0.16 the server takes CHECK and does not look: a trigger refuses the same rows. An index over a long text
     * must say how much of it.
     */
    @Override
    public String spoken(String sql) {
        Matcher check = CHECK.matcher(sql);
        if (check.matches()) {
            return """
                   CREATE TRIGGER %s BEFORE %s ON %s FOR EACH ROW
                   IF NOT (%s) THEN SIGNAL SQLSTATE '23000' SET MESSAGE_TEXT = 'a check is violated'; END IF"""
                    .formatted(
                            Objects.requireNonNullElse(check.group(2), "unnamed"),
                            check.group(1).equals("t") ? "UPDATE" : "INSERT",
                            check.group(1),
                            COLUMN.matcher(check.group(3)).replaceAll("NEW.$0"));
        }
        return sql.replaceAll("ALTER TABLE \\w+ DROP CONSTRAINT ", "DROP TRIGGER ")
                .replace("ON t (w)", "ON t (w(700))");
    }

    @Override
    public String number(String text) {
        return "CAST(" + text + " AS SIGNED)";
    }

    @Override
    public String idleTransactions() {
        return """
               SELECT count(*) FROM information_schema.innodb_trx AS x
               JOIN information_schema.processlist AS p ON p.id = x.trx_mysql_thread_id
               WHERE p.db = database() AND p.command = 'Sleep' AND p.time > 1""";
    }

    /** Behind another table rows are read before any is written; alone it is changed row by row, from left to right. */
    @Override
    public String update(String table) {
        return "UPDATE JSON_TABLE('[1]', '$[*]' COLUMNS (one FOR ORDINALITY)) AS one STRAIGHT_JOIN " + table + " AS t";
    }

    @Override
    public List<String> user(String name, String password, String schema) {
        List<String> statements = new ArrayList<>();
        statements.add("DROP USER IF EXISTS " + name);
        statements.add("CREATE USER " + name + " IDENTIFIED BY '" + password + "'");
        super.user(name, password, schema).stream()
                .filter(each -> each.startsWith("GRANT"))
                .forEach(statements::add);
        statements.add("GRANT SELECT ON performance_schema.data_lock_waits TO " + name);
        statements.add("GRANT SELECT ON performance_schema.file_summary_by_event_name TO " + name);
        return statements;
    }
}
