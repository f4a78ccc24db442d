package dev.backfill.testkit.contract;

import dev.backfill.testkit.contract.CopyTypes.Carried;
import java.util.List;
import java.util.stream.Stream;

/** Types and keys that are carried from one SQLite file to another, and between SQLite and other kinds of databases. */
final class SqliteCopyTypes {
    private static final String STORED = "typeof(c) || ' ' || quote(c)";
    /** In SQLite even NULL has digits: none. */
    private static final String BYTES = "CASE WHEN c IS NOT NULL THEN lower(hex(c)) END";

    private static final String BYTES_IN_POSTGRES = "encode(c, 'hex')";
    private static final String TEXT_IN_POSTGRES = "encode(convert_to(c, 'UTF8'), 'hex')";
    private static final String TEXT =
            "CASE n % 6 WHEN 0 THEN '' WHEN 1 THEN NULL WHEN 2 THEN 'a\\b\"{}'',😀' WHEN 3 THEN 'NULL ' WHEN 4 THEN '007' ELSE 'N' END";
    /** There is no way to the bytes of a number, so each side says whether it is the one that was meant. */
    private static final String THIRD = "CASE WHEN c = %s / 3.0%s THEN 'a third' ELSE 'another' END";

    private static final String WORDS =
            "concat(CASE n % 6 WHEN 0 THEN 'a' WHEN 1 THEN 'A' WHEN 2 THEN 'ä' WHEN 3 THEN 'z' WHEN 4 THEN '\\t' ELSE '😀' END, n)";

    private SqliteCopyTypes() {}

    /** True if one of the two is SQLite. */
    static boolean between(TestDialect... dialects) {
        return Stream.of(dialects).anyMatch(SqliteTestDialect.class::isInstance);
    }

    static List<Carried> carried(TestDialect from, TestDialect to) {
        if (!(from instanceof SqliteTestDialect)) {
            return from instanceof PostgresTestDialect ? fromPostgres() : fromMaria();
        }
        return to instanceof SqliteTestDialect
                ? within()
                : to instanceof PostgresTestDialect ? toPostgres() : toMaria();
    }

    private static List<Carried> within() {
        return Stream.of(
                        "int -> n * 9000000000000",
                        "bigint -> -9223372036854775807 - (n % 2)",
                        "text -> " + TEXT,
                        "varchar(20) COLLATE NOCASE -> CASE n % 2 WHEN 0 THEN 'X' ELSE 'x' END",
                        "text -> 'a' || char(0) || n",
                        "real -> CASE n % 3 WHEN 0 THEN -9e999 WHEN 1 THEN 1e-300 * n ELSE n / 3.0 END",
                        "blob -> CASE n % 3 WHEN 0 THEN x'' ELSE unhex(printf('%08x', n * 7919)) END",
                        "boolean -> n % 2 = 0",
                        "decimal(9,2) -> CASE n % 2 WHEN 0 THEN n ELSE n / 8.0 END",
                        "datetime -> datetime('2024-01-01', concat(n, ' hours'))",
                        "any -> CASE n % 3 WHEN 0 THEN n WHEN 1 THEN x'00' ELSE 'text' END")
                .map(line -> line.split(" -> ", 2))
                .map(parts -> new Carried(parts[0], parts[1], parts[0], STORED, STORED))
                .toList();
    }

    private static List<Carried> fromPostgres() {
        String text = TEXT.replace("'a\\b", "E'a\\tb\\\\");
        String third = THIRD.formatted("person_id", "");
        return List.of(
                new Carried("smallint", "n - 30", "int", "c", "c"),
                new Carried("bigint", "-9223372036854775807 + n", "bigint", "c", "c"),
                new Carried("real", "n / 8.0", "double", "c::text", "rtrim(rtrim(c, '0'), '.')"),
                new Carried("float8", "n / 3.0", "real", THIRD.formatted("id", "::float8"), third),
                new Carried(
                        "float8",
                        "CASE n % 2 WHEN 0 THEN '-Infinity'::float8 ELSE 'Infinity' END",
                        "real",
                        "(c > 0)::int",
                        "c > 0"),
                new Carried("text", text, "text", TEXT_IN_POSTGRES, BYTES),
                new Carried("varchar(20)", text, "varchar(20)", TEXT_IN_POSTGRES, BYTES),
                new Carried("char(8)", "'x' || n", "text", "rtrim(c)", "c"),
                new Carried(
                        "bytea",
                        "CASE WHEN n % 2 = 0 THEN decode(md5(n::text), 'hex') ELSE '' END",
                        "blob",
                        BYTES_IN_POSTGRES,
                        BYTES));
    }

    private static List<Carried> toPostgres() {
        return List.of(
                new Carried("int", "n * 9000000000000", "bigint", "c", "c"),
                new Carried("integer", "n - 30", "smallint", "c", "c"),
                new Carried("bigint", "9223372036854775807 - n", "numeric", "c", "c"),
                new Carried(
                        "real",
                        "n / 3.0",
                        "float8",
                        THIRD.formatted("id", ""),
                        THIRD.formatted("person_id", "::float8")),
                new Carried(
                        "double", "CASE n % 2 WHEN 0 THEN -9e999 ELSE 9e999 END", "float8", "c > 0", "(c > 0)::int"),
                new Carried("text", TEXT, "text", BYTES, TEXT_IN_POSTGRES),
                new Carried("text", TEXT, "varchar(20)", BYTES, TEXT_IN_POSTGRES),
                new Carried(
                        "blob",
                        "CASE n % 3 WHEN 0 THEN x'' ELSE unhex(printf('%08x', n * 7919)) END",
                        "bytea",
                        BYTES,
                        BYTES_IN_POSTGRES));
    }

    private static List<Carried> fromMaria() {
        String text = TEXT.replace("'a\\b", "'a\\tb\\\\");
        return List.of(
                new Carried("boolean", "n % 7", "int", "c", "c"),
                new Carried("int unsigned", "4294967295 - n", "int", "c", "c"),
                new Carried("bigint unsigned", "9223372036854775807 - n", "bigint", "c", "c"),
                new Carried("float", "n / 8.0", "real", "CAST(c * 8 AS signed)", "CAST(c * 8 AS int)"),
                new Carried(
                        "double",
                        "n / 3e0",
                        "real",
                        "IF(c = id / 3e0, 'a third', 'another')",
                        THIRD.formatted("person_id", "")),
                new Carried("text", text, "text", BYTES, BYTES),
                new Carried("varchar(20) CHARACTER SET latin1", "concat('ä', n)", "varchar(20)", "c", "c"),
                new Carried("char(8)", "concat('x', n)", "text", "c", "c"),
                new Carried("varbinary(20)", "unhex(substr(md5(n), 1, n % 20 * 2))", "blob", BYTES, BYTES),
                new Carried("binary(16)", "unhex(md5(n))", "blob", BYTES, BYTES));
    }

    private static List<Carried> toMaria() {
        return List.of(
                new Carried("int", "n * 9000000000000", "bigint", "c", "c"),
                new Carried("int", "n * 2", "decimal(20,2)", "c || '.00'", "c"),
                new Carried("int", "n % 2", "boolean", "c", "c"),
                new Carried(
                        "real",
                        "n / 3.0",
                        "double",
                        THIRD.formatted("id", ""),
                        "IF(c = person_id / 3e0, 'a third', 'another')"),
                new Carried("text", TEXT, "longtext", BYTES, BYTES),
                new Carried("text", TEXT, "varchar(20)", BYTES, BYTES),
                new Carried(
                        "blob",
                        "CASE n % 3 WHEN 0 THEN x'' ELSE unhex(printf('%08x', n * 7919)) END",
                        "longblob",
                        BYTES,
                        BYTES));
    }

    /** See {@link CopyTypes#refused}. */
    static List<String> refused(TestDialect from, TestDialect to) {
        if (from instanceof PostgresTestDialect) {
            return List.of(
                    "int -> text",
                    "int -> decimal(9,2)",
                    "bigint -> real",
                    "numeric -> real",
                    "boolean -> int",
                    "boolean -> boolean",
                    "text -> date",
                    "date -> text",
                    "timestamp -> datetime",
                    "uuid -> blob",
                    "json -> text",
                    "text[] -> text");
        }
        if (!(from instanceof SqliteTestDialect)) {
            return List.of(
                    "int -> text",
                    "bigint -> double",
                    "decimal(9,3) -> decimal(9,3)",
                    "bit(4) -> int",
                    "datetime -> text",
                    "enum('a') -> text",
                    "json -> text",
                    "point -> blob");
        }
        List<String> more = to instanceof SqliteTestDialect
                ? List.of("int -> real", "text -> blob", "boolean -> int", "numeric -> text")
                : to instanceof PostgresTestDialect
                        ? List.of(
                                "boolean -> boolean",
                                "int -> boolean",
                                "int -> float8",
                                "real -> real",
                                "numeric -> numeric",
                                "text -> jsonb",
                                "datetime -> timestamp",
                                "blob -> uuid")
                        : List.of(
                                "real -> float",
                                "numeric -> decimal(12,2)",
                                "text -> char(9)",
                                "blob -> binary(16)",
                                "datetime -> datetime");
        return Stream.concat(Stream.of("int -> varchar(20)", "text -> date"), more.stream())
                .toList();
    }

    /** See {@link CopyKeys#orderedAlike}. */
    static List<Carried> orderedAlike(TestDialect from, TestDialect to) {
        boolean sqliteReads = from instanceof SqliteTestDialect;
        boolean mariaReads = from instanceof MariaTestDialect;
        String words = sqliteReads || mariaReads
                ? mariaReads ? WORDS.replace("'\\t'", "'\\\\t'") : WORDS
                : WORDS.replace("'\\t'", "E'\\\\t'");
        Carried whole = CopyKeys.key("bigint", "-9000000000000000000 + n * 7000000007", "bigint");
        Carried small = CopyKeys.key("int", "n", "bigint");
        if (CopyKeys.withoutText(from, to)) {
            return List.of(whole, small);
        }
        Carried text = CopyKeys.key(byNumber(from), words, byNumber(to));
        return sqliteReads && to instanceof SqliteTestDialect
                ? List.of(whole, small, text, CopyKeys.key("blob", "unhex(printf('%08x', n * 7919))", "blob"))
                : List.of(whole, small, text);
    }

    private static String byNumber(TestDialect dialect) {
        return dialect instanceof SqliteTestDialect
                ? "text"
                : dialect instanceof MariaTestDialect
                        ? "varchar(20) COLLATE utf8mb4_nopad_bin"
                        : "varchar(20) COLLATE \"C\"";
    }

    /** See {@link CopyKeys#refused}. */
    static List<String> refusedKeys(TestDialect from, TestDialect to) {
        boolean sqliteReads = from instanceof SqliteTestDialect;
        if (sqliteReads && to instanceof SqliteTestDialect) {
            return List.of(
                    "int -> text", "text COLLATE NOCASE -> text", "real -> real", "numeric -> numeric", "any -> int");
        }
        List<String> each = List.of("varchar(9) -> varchar(9)", "date -> date", "numeric(9,2) -> numeric(9,2)");
        List<String> more = sqliteReads
                ? List.of("int -> int", "real -> real", "text COLLATE NOCASE -> " + byNumber(to))
                : List.of("uuid -> text", byNumber(from) + " -> text COLLATE NOCASE");
        return Stream.concat(each.stream(), more.stream())
                .filter(line -> !CopyKeys.withoutText(from, to) || !(line.contains("nopad") || line.startsWith("uuid")))
                .toList();
    }
}
