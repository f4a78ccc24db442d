package dev.backfill.testkit.contract;

import java.util.List;

/** What there is to try on SQLite. */
final class SqliteTestValues implements TestValues {
    private static final String WRITE = "UPDATE t SET n = -1";

    @Override
    public List<KeyCase> keys() {
        return SqliteTestKeys.all();
    }

    @Override
    public List<KeyCase> copiedKeys() {
        return keys().stream()
                .filter(key -> !key.name().equals(SqliteTestKeys.STRAY))
                .toList();
    }

    @Override
    public List<Assignment> assignments() {
        return List.of(
                new Assignment("decimal(10,2)", "n / 7.0"),
                new Assignment("varchar(8)", "concat('n', n)"),
                new Assignment("text", "n"),
                new Assignment("text", "n / 3.0"),
                new Assignment("integer", "n / 3.0"),
                new Assignment("integer", "concat(n, '')"),
                new Assignment("integer", "concat('n', n)"),
                new Assignment("int", "CASE WHEN n % 2 = 0 THEN n END"),
                new Assignment("bigint", "9223372036854775807 - n"),
                new Assignment("real", "n"),
                new Assignment("double", "n / 3.0"),
                new Assignment("numeric", "CASE n % 3 WHEN 0 THEN n WHEN 1 THEN n + 0.5 ELSE concat(n, '.50') END"),
                new Assignment("blob", "unhex(printf('%08x', n))"),
                new Assignment("blob", "CASE WHEN n % 2 = 0 THEN n ELSE n * 1.0 END"),
                new Assignment("", "CASE n % 3 WHEN 0 THEN n WHEN 1 THEN concat(n, '') ELSE n + 0.5 END"),
                new Assignment("text", "NULL"),
                new Assignment("boolean", "n % 2 = 0"),
                new Assignment("json", "json_object('n', n, 'm', 'again')"),
                new Assignment("text COLLATE NOCASE", "CASE WHEN n % 2 = 0 THEN 'X' ELSE 'x' END"),
                new Assignment("date", "date('2000-01-01', concat(n, ' days'))"),
                new Assignment(
                        "text", "(SELECT max(o.name) FROM pragma_function_list o WHERE o.name < concat('p', t.n))"),
                new Assignment("text", "concat_ws(' ', 'a?b', '$1', n, 'it''s; -- not a comment')"));
    }

    @Override
    public List<Carried> carried() {
        return List.of(
                type(
                        "text",
                        String.class,
                        "'plain' ; '' ; 'NULL' ; 'a\\b\"c''d' ; '{1,\"2\"}' ; ' 😀é ' ; '007' ; '1.50'"),
                type("varchar(10)", String.class, "'abc' ; 'ABC' ; 'abc '"),
                type("text COLLATE NOCASE", String.class, "'abc' ; 'ABC'"),
                type("json", String.class, "'{ \"a\":  1}' ; '\"x\"'"),
                type("integer", Long.class, "-9223372036854775808 ; 0 ; 9223372036854775807 ; '12'"),
                type("boolean", Long.class, "true ; false"),
                type("real", Double.class, "1 ; 0.1 ; 1e-307 ; 1.7976931348623157e308 ; 9e999"),
                type("numeric", Double.class, "0.5 ; 1e300"),
                type("decimal(10,2)", Long.class, "1 ; 10.0"),
                type("blob", byte[].class, "x'' ; x'00ff' ; x'61'"),
                type("", String.class, "'1' ; '1.0'"),
                type("", Double.class, "1.0 ; 2.5"),
                type("integer", String.class, "'not a number' ; ''"),
                type("text", byte[].class, "x'00ff' ; x'61'"),
                type("datetime", String.class, "'2024-03-31 02:30:00.000001' ; 'now'"));
    }

    private static Carried type(String type, Class<?> seen, String values) {
        return new Carried(List.of(), type, seen, List.of(values.split(" ; ", -1)));
    }

    /** What becomes of the statement, or of the whole transaction. */
    @Override
    public List<String> refusals() {
        return List.of("ABORT", "FAIL", "ROLLBACK");
    }

    /** After what ends a transaction SQLite commits each statement by itself. */
    @Override
    public List<String> attacks() {
        return List.of(
                WRITE + " | COMMIT",
                WRITE + " | commit transaction",
                WRITE + " | END",
                WRITE + " | /* harmless */ COMMIT",
                WRITE + " | -- harmless\n COMMIT",
                WRITE + " | ; COMMIT",
                WRITE + "; COMMIT",
                "SELECT 1; COMMIT",
                WRITE + " | BEGIN",
                "ROLLBACK | " + WRITE,
                "ROLLBACK | " + WRITE + " | COMMIT",
                "ROLLBACK | BEGIN | " + WRITE + " | COMMIT",
                "ROLLBACK; " + WRITE,
                "ROLLBACK TRANSACTION | " + WRITE,
                "SAVEPOINT s | " + WRITE + " | RELEASE s | COMMIT",
                "COMMIT | " + WRITE,
                "INSERT OR ROLLBACK INTO t (id, n) VALUES (1, 1) | " + WRITE,
                "insert or\trollback into t (id, n) values (1, 1) | " + WRITE,
                "UPDATE OR ROLLBACK t SET n = NULL | " + WRITE,
                "UPDATE OR REPLACE t SET id = 1 | COMMIT",
                "UPDATE sly SET id = 2 | " + WRITE,
                "UPDATE sly SET id = 2 | " + WRITE + " | COMMIT",
                WRITE + " | PRAGMA foreign_keys = OFF | COMMIT",
                WRITE + " | PRAGMA journal_mode = OFF",
                "PRAGMA journal_mode = OFF | " + WRITE + " | ROLLBACK",
                WRITE + " | PRAGMA wal_checkpoint(TRUNCATE)",
                WRITE + " | PRAGMA writable_schema = ON | UPDATE sqlite_schema SET sql = '' | COMMIT",
                WRITE + " | VACUUM",
                WRITE + " | VACUUM INTO '/dev/null'",
                WRITE + " | DETACH DATABASE \"backfill seal\" | COMMIT",
                "DETACH DATABASE \"backfill seal\" | " + WRITE + " | COMMIT",
                "ATTACH DATABASE ':memory:' AS other | " + WRITE + " | COMMIT",
                WRITE + " | INSERT INTO \"backfill seal\".seal DEFAULT VALUES | COMMIT",
                WRITE + " | DROP TABLE \"backfill seal\".seal | COMMIT",
                WRITE + " | CREATE TABLE made (id int)",
                WRITE + " | ALTER TABLE t ADD d int | COMMIT",
                WRITE + " | REINDEX | COMMIT",
                WRITE + " | ANALYZE | COMMIT",
                WRITE + " | SELECT load_extension('x')",
                "WITH x AS (SELECT 1) UPDATE t SET n = -1 | COMMIT",
                "EXPLAIN COMMIT | " + WRITE + " | COMMIT");
    }

    /** A table whose trigger ends the transaction. */
    @Override
    public List<String> slyProcedure() {
        return List.of(
                "CREATE TABLE sly (id int)",
                "INSERT INTO sly VALUES (1)",
                "CREATE TRIGGER sly_ends BEFORE UPDATE ON sly BEGIN SELECT RAISE(ROLLBACK, 'ended'); END");
    }

    /** Triggers: SQL cannot make functions here. */
    @Override
    public List<String> slyFunctions() {
        return List.of(
                "CREATE TRIGGER sly AFTER UPDATE ON t WHEN NEW.id = 7 BEGIN UPDATE t SET n = -3 WHERE id = 8; END",
                "CREATE TRIGGER sly AFTER UPDATE ON t WHEN NEW.id = 250 BEGIN SELECT RAISE(ROLLBACK, 'ended'); END",
                "CREATE TRIGGER sly BEFORE UPDATE ON t WHEN NEW.id = 1 BEGIN SELECT RAISE(ROLLBACK, 'ended'); END");
    }
}
