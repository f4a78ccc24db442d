package dev.backfill.testkit.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** SQLite, in files. */
final class SqliteTestDialect implements TestDialect {
    private final TestValues values = new SqliteTestValues();

    @Override
    public TestValues values() {
        return values;
    }

    @Override
    public Set<Lack> lacks() {
        return EnumSet.complementOf(EnumSet.of(Lack.NAMES_THAT_END_IN_A_BACKSLASH));
    }

    @Override
    public List<String> greeting() {
        return List.of();
    }

    /** With the key that is there once there is something to read. */
    @Override
    public String controlOf(String url) {
        Path base = Path.of(url.replaceFirst("^jdbc:sqlite:", "").replaceFirst("\\?.*$", "") + ".backfill");
        try {
            return "jdbc:h2:file:" + base + ";AUTO_SERVER=TRUE;USER=backfill;PASSWORD="
                    + Files.readString(Path.of(base + ".key")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public String currentSchema() {
        return "'main'";
    }

    @Override
    public String numbers(int rows) {
        return "(WITH RECURSIVE s(n) AS (SELECT 1 WHERE " + rows + " > 0 UNION ALL SELECT n + 1 FROM s WHERE n < "
                + rows + ") SELECT n FROM s) AS s";
    }

    /** The one that tables with strict types know too. */
    @Override
    public String whole() {
        return "integer";
    }

    @Override
    public String shuffled(String number) {
        return "(" + number + " * 7919) % 10007";
    }

    @Override
    public String differs(String left, String right) {
        return "(" + left + " IS DISTINCT FROM " + right + " COLLATE BINARY)";
    }

    /** A number is JSON, and other text is none. */
    @Override
    public String number(String text) {
        return "CAST(json(" + text + ") AS int)";
    }

    /** What fails for one row and is no number for others. */
    @Override
    public String failing(String condition, String otherwise) {
        return "abs(CASE WHEN " + condition + " THEN -9223372036854775807 - 1 ELSE " + otherwise + " END)";
    }

    @Override
    public String unreadable(String condition, String otherwise) {
        return failing(condition, otherwise);
    }

    @Override
    public String nulAt(String text, int index) {
        return "substr(hex(" + text + "), " + (2 * index - 1) + ", 2) = '00'";
    }

    /** In the words of H2, where the control data are. */
    @Override
    public String anHourBefore(String instant) {
        return "dateadd(HOUR, -1, " + instant + ")";
    }

    @Override
    public String row(String alias, List<String> columns) {
        return columns.stream()
                .map(column -> alias + "." + quoted(column))
                .map(value -> "typeof(" + value + ") || ':' || CASE typeof(" + value
                        + ") WHEN 'real' THEN printf('%!.17g', " + value + ") ELSE hex(" + value + ") END")
                .collect(Collectors.joining(", ", "concat_ws(',', ", ")"));
    }

    /** No trace of who wrote a row is to be had. */
    @Override
    public String version(String alias, List<String> columns) {
        return row(alias, columns);
    }

    /** There is no EXCEPT ALL: equal rows are numbered. */
    @Override
    public String tables(String schema) {
        return "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND "
                + schema + " = 'main'";
    }

    @Override
    public String objects() {
        return "SELECT concat(type, ' ', name, ' ', rootpage, ' ', sql) FROM sqlite_schema";
    }

    @Override
    public String idleTransactions() {
        throw new UnsupportedOperationException("nobody is seen");
    }

    @Override
    public String analyze(String table) {
        return "ANALYZE " + table;
    }

    @Override
    public List<String> dropPrimaryKey(String table) {
        return List.of(
                "CREATE TABLE without_key AS SELECT * FROM " + table,
                "DROP TABLE " + table,
                "ALTER TABLE without_key RENAME TO " + table);
    }

    @Override
    public List<String> addPrimaryKey(String table, String column) {
        return List.of("CREATE UNIQUE INDEX " + table + "_key ON " + table + " (" + column + ")");
    }

    /** Values stay as they are stored: a type is what becomes of those to come. */
    @Override
    public List<String> change(String table, String column, String type) {
        if (type.endsWith(" NOT NULL")) {
            return List.of("ALTER TABLE " + table + " ALTER COLUMN " + column + " SET NOT NULL");
        }
        return List.of(
                "PRAGMA writable_schema = ON",
                "UPDATE sqlite_schema SET sql = replace(sql, '" + column + " int', '" + column + " " + type
                        + "') WHERE type = 'table' AND name = '" + table + "'",
                "PRAGMA writable_schema = RESET");
    }

    @Override
    public List<String> refer(String table, String column, String other) {
        return List.of("ALTER TABLE " + table + " ADD COLUMN " + column + " int REFERENCES " + other + " (id)");
    }

    @Override
    public String truncate(String table) {
        return "DELETE FROM " + table;
    }

    /** SQLite cuts no table; it may store one as the key's index. */
    @Override
    public List<String> partitioned() {
        return List.of("CREATE TABLE t (id int PRIMARY KEY, n int) WITHOUT ROWID");
    }

    @Override
    public List<String> refuse(int id, String how, String message) {
        return List.of("CREATE TRIGGER refuse BEFORE UPDATE ON t WHEN NEW.id = " + id + " BEGIN SELECT RAISE(" + how
                + ", 'not " + message + "'); END");
    }

    @Override
    public List<String> keepDerived() {
        return List.of("CREATE TRIGGER keep_derived AFTER UPDATE OF source ON t WHEN NEW.source IS NOT OLD.source"
                + " BEGIN UPDATE t SET derived = upper(NEW.source) WHERE id = NEW.id; END");
    }

    @Override
    public List<String> afterUpdate(String table, String statement) {
        return List.of("CREATE TRIGGER after_update AFTER UPDATE ON " + table + " BEGIN " + statement + "; END");
    }

    /** SQLite adds no column that insists on a value without having one. */
    @Override
    public List<String> insist() {
        return List.of(
                "ALTER TABLE people ADD COLUMN must int",
                "ALTER TABLE people ALTER COLUMN must SET NOT NULL",
                "ALTER TABLE people ADD COLUMN g int GENERATED ALWAYS AS (visits) VIRTUAL");
    }

    @Override
    public String writingFunction(String name) {
        return "CREATE FUNCTION " + name + "() RETURNS int RETURN 0";
    }

    /** A trigger takes the place of a function. */
    @Override
    public String slyCall() {
        return "-id";
    }

    @Override
    public List<String> user(String name, String password, String schema) {
        throw new UnsupportedOperationException("there are no users");
    }

    @Override
    public List<String> admit(String name, String schema, List<String> tables) {
        throw new UnsupportedOperationException("there are no users");
    }
}
