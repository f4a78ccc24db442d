package dev.backfill.testkit.contract;

import java.util.List;
import java.util.stream.Stream;

/** Types that are carried from one kind of database to another. Each line says what a column is, what it has, and what it becomes. */
final class CopyTypes {
    private static final String DIGITS = "lower(hex(reverse(substr(ST_AsBinary(point(c * 1e0, 0)), 6, 8))))";
    private static final String TIME = "time_format(c, '%H:%i:%s.%f')";
    private static final String MOMENT = "date_format(c, '%Y-%m-%d %H:%i:%s.%f')";
    private static final String TIME_THERE = "to_char(c, 'HH24:MI:SS.US')";
    private static final String MOMENT_THERE = "to_char(c, 'YYYY-MM-DD HH24:MI:SS.US')";

    private CopyTypes() {}

    /**
     * @param from type of the column that is read
     * @param expression over {@code n}, what is in it
     * @param into type of the column that is written
     * @param read column {@code c} that is read as a text of which equal values have one
     * @param written the same of the column that is written
     */
    record Carried(String from, String expression, String into, String read, String written) {}

    static List<Carried> between(TestDialect from, TestDialect to) {
        if (SqliteCopyTypes.between(from, to)) {
            return SqliteCopyTypes.carried(from, to);
        }
        boolean mariaReads = from instanceof MariaTestDialect;
        boolean mariaWrites = to instanceof MariaTestDialect;
        List<Carried> all = mariaReads
                ? (mariaWrites ? withinMaria() : mariaToPostgres())
                : (mariaWrites ? postgresToMaria() : withinPostgres());
        return all.stream()
                .filter(carried -> MySqlTestValues.has(from, carried.from()) && MySqlTestValues.has(to, carried.into()))
                .filter(carried -> !rewritten(from, to, carried.into()))
                .toList();
    }

    /** MySQL keeps what JSON says, and not its text. */
    private static boolean rewritten(TestDialect from, TestDialect to, String into) {
        return into.equals("json") && to instanceof MySqlTestDialect && !(from instanceof MySqlTestDialect);
    }

    private static List<Carried> withinPostgres() {
        return Stream.of(
                        "boolean -> n % 2 = 0",
                        "smallint -> n",
                        "bigint -> n * 9000000000000",
                        "numeric(12,3) -> n / 7.0",
                        "numeric -> CASE WHEN n % 3 = 0 THEN 'NaN'::numeric ELSE n / 7.0 END",
                        "real -> n / 3.0",
                        "float8 -> CASE n % 4 WHEN 0 THEN 'NaN'::float8 WHEN 1 THEN '-Infinity' WHEN 2 THEN '-0' ELSE n / 3.0 END",
                        "text -> CASE n % 4 WHEN 0 THEN '' WHEN 1 THEN NULL WHEN 2 THEN E'a\\tb\\\\\"{},' ELSE 'NULL' END",
                        "varchar(20) -> 'x' || n",
                        "char(8) -> 'x' || n",
                        "bytea -> CASE WHEN n % 2 = 0 THEN decode(md5(n::text), 'hex') ELSE '' END",
                        "date -> CASE n % 3 WHEN 0 THEN 'infinity'::date WHEN 1 THEN '0044-03-15 BC' ELSE '2000-01-01'::date + n END",
                        "time -> CASE WHEN n % 2 = 0 THEN '24:00'::time ELSE '12:34:56.789012' END",
                        "timestamp -> '2024-03-31 02:30:00.000001'::timestamp + n * interval '1 hour'",
                        "timestamptz -> '2024-03-31 00:30:00.000001+00'::timestamptz + n * interval '1 hour'",
                        "uuid -> md5(n::text)::uuid",
                        "jsonb -> jsonb_build_object('b', n, 'a', ARRAY[1, NULL])",
                        "json -> json_build_object('n', n, 'n', 'again')",
                        "text[] -> ARRAY['a,b', '\"', '', 'NULL', NULL, n::text]",
                        "interval -> n * interval '1 day 1 second'",
                        "inet -> '10.0.0.0'::inet + n")
                .map(line -> line.split(" -> ", 2))
                .map(parts -> new Carried(parts[0], parts[1], parts[0], "c::text", "c::text"))
                .toList();
    }

    private static List<Carried> withinMaria() {
        return Stream.of(
                        "boolean -> n % 7",
                        "int unsigned -> 4294967295 - n",
                        "bigint unsigned -> 18446744073709551615 - n",
                        "decimal(12,3) -> n / 7.0",
                        "float -> n / 3.0",
                        "double -> CASE n % 3 WHEN 0 THEN -0e0 WHEN 1 THEN 1e-300 ELSE n / 3.0 END",
                        "bit(1) -> n % 2",
                        "bit(4) -> n % 16",
                        "varchar(20) -> CASE n % 4 WHEN 0 THEN '' WHEN 1 THEN NULL WHEN 2 THEN '\\\\\\0\\n\\'\"😀' ELSE 'NULL ' END",
                        "varchar(20) CHARACTER SET latin1 -> concat('ä', n)",
                        "char(8) -> concat('x', n)",
                        "varbinary(20) -> unhex(substr(md5(n), 1, n % 20 * 2))",
                        "binary(16) -> unhex(md5(n))",
                        "longblob -> unhex(md5(n))",
                        "date -> '2000-01-01' + INTERVAL n DAY",
                        "time(6) -> sec_to_time(n * 1.000001 - 200)",
                        "datetime(3) -> '2024-03-31 01:59:59.999' + INTERVAL n SECOND",
                        "timestamp(6) NULL -> from_unixtime(1711846799.999999 + n)",
                        "uuid -> " + MariaTestKeys.UUID,
                        "json -> json_object('n', n, 'm', 'again')",
                        "year -> 1901 + n",
                        "inet6 -> concat('10::', hex(n))",
                        "enum('b', 'a', '') -> elt(1 + n % 3, 'b', 'a', '')",
                        "set('b', 'a') -> n % 4")
                .map(line -> line.split(" -> ", 2))
                .map(parts -> new Carried(parts[0], parts[1], parts[0], "hex(c)", "hex(c)"))
                .toList();
    }

    private static List<Carried> postgresToMaria() {
        String hex = "encode(convert_to(c, 'UTF8'), 'hex')";
        String digits = "encode(float8send(c), 'hex')";
        String text =
                "CASE n % 5 WHEN 0 THEN '' WHEN 1 THEN NULL WHEN 2 THEN E'a\\tb\\\\\"{}'',😀' WHEN 3 THEN 'NULL ' ELSE 'N' END";
        return List.of(
                new Carried("boolean", "n % 2 = 0", "boolean", "c::int", "c"),
                new Carried("smallint", "n", "tinyint unsigned", "c", "c"),
                new Carried("int", "n", "mediumint", "c", "c"),
                new Carried("bigint", "-n * 9000000000000", "bigint", "c", "c"),
                new Carried("bigint", "n * 9000000000000", "bigint unsigned", "c", "c"),
                new Carried("int", "n", "decimal(12,2)", "c::numeric(12,2)", "c"),
                new Carried("numeric(12,3)", "n / -7.0", "decimal(15,4)", "c::numeric(15,4)", "c"),
                new Carried("real", "n / 3.0", "float", "encode(float8send(c::float8), 'hex')", DIGITS),
                new Carried(
                        "float8",
                        "CASE n % 3 WHEN 0 THEN '-0'::float8 WHEN 1 THEN 1e-300 * n ELSE n / 3.0 END",
                        "double",
                        digits,
                        DIGITS),
                new Carried("text", text, "text", hex, "lower(hex(c))"),
                new Carried("varchar(20)", text, "varchar(20)", hex, "lower(hex(c))"),
                new Carried("char(8)", "'x' || n", "char(8)", "rtrim(c)", "c"),
                new Carried("text", "'ä' || n", "varchar(9) CHARACTER SET latin1", "c", "c"),
                new Carried(
                        "bytea",
                        "CASE WHEN n % 2 = 0 THEN decode(md5(n::text), 'hex') ELSE '' END",
                        "blob",
                        "encode(c, 'hex')",
                        "lower(hex(c))"),
                new Carried("date", "'1000-01-01'::date + n * 10000", "date", "c::text", "c"),
                new Carried(
                        "time",
                        "CASE WHEN n % 2 = 0 THEN '24:00'::time ELSE '12:34:56.789' END",
                        "time(6)",
                        TIME_THERE,
                        TIME),
                new Carried(
                        "timestamp",
                        "'2024-03-31 02:30:00.000001'::timestamp + n * interval '1 hour'",
                        "datetime(6)",
                        MOMENT_THERE,
                        MOMENT),
                new Carried(
                        "timestamptz",
                        "'2024-03-31 00:30:00.5+00'::timestamptz + n * interval '1 hour'",
                        "timestamp(6) NULL",
                        "to_char(c AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
                        "date_format(convert_tz(c, @@session.time_zone, '+00:00'), '%Y-%m-%d %H:%i:%s.%f')"),
                new Carried(
                        "uuid",
                        "overlay(overlay(md5(n::text) placing '4' from 13) placing '8' from 17)::uuid",
                        "uuid",
                        "c::text",
                        "c"),
                new Carried("json", "json_build_object('n', n, 'n', 'again')", "json", "c::text", "c"),
                new Carried("jsonb", "jsonb_build_object('b', n, 'a', ARRAY[1, NULL])", "json", "c::text", "c"));
    }

    private static List<Carried> mariaToPostgres() {
        String hex = "encode(convert_to(c, 'UTF8'), 'hex')";
        String text =
                "CASE n % 5 WHEN 0 THEN '' WHEN 1 THEN NULL WHEN 2 THEN 'a\\tb\\\\\"{}\\',😀' WHEN 3 THEN 'NULL ' ELSE 'N' END";
        return List.of(
                new Carried("boolean", "n % 2", "boolean", "c", "c::int"),
                new Carried("boolean", "n % 7", "int", "c", "c"),
                new Carried("bit(1)", "n % 2", "boolean", "c + 0", "c::int"),
                new Carried("tinyint unsigned", "n + 150", "smallint", "c", "c"),
                new Carried("int unsigned", "4294967295 - n", "bigint", "c", "c"),
                new Carried("bigint unsigned", "18446744073709551615 - n", "numeric(20,0)", "c", "c"),
                new Carried("bigint", "-n * 9000000000000", "numeric", "c", "c"),
                new Carried("decimal(12,3)", "n / -7.0", "numeric", "c", "c::numeric(12,3)"),
                new Carried("float", "n / 3.0", "real", DIGITS, "encode(float8send(c::float8), 'hex')"),
                new Carried(
                        "double",
                        "CASE n % 3 WHEN 0 THEN -0e0 WHEN 1 THEN 1e-300 * n ELSE n / 3.0 END",
                        "float8",
                        DIGITS,
                        "encode(float8send(c), 'hex')"),
                new Carried("text", text, "text", "lower(hex(c))", hex),
                new Carried("varchar(20) CHARACTER SET latin1", "concat('ä', n)", "varchar(20)", "c", "c"),
                new Carried("char(8)", "concat('x', n)", "char(8)", "c", "rtrim(c)"),
                new Carried(
                        "varbinary(20)",
                        "unhex(substr(md5(n), 1, n % 20 * 2))",
                        "bytea",
                        "lower(hex(c))",
                        "encode(c, 'hex')"),
                new Carried("binary(16)", "unhex(md5(n))", "bytea", "lower(hex(c))", "encode(c, 'hex')"),
                new Carried("date", "'1000-01-01' + INTERVAL n * 10000 DAY", "date", "c", "c::text"),
                new Carried("time(3)", "sec_to_time(n * 1.001)", "time", TIME, TIME_THERE),
                new Carried("datetime", "'2024-03-31 01:59:59' + INTERVAL n SECOND", "timestamp", MOMENT, MOMENT_THERE),
                new Carried(
                        "timestamp(6) NULL",
                        "from_unixtime(1711846799.5 + n)",
                        "timestamptz",
                        "date_format(convert_tz(c, @@session.time_zone, '+00:00'), '%Y-%m-%d %H:%i:%s.%f')",
                        "to_char(c AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"),
                new Carried("uuid", MariaTestKeys.UUID, "uuid", "c", "c::text"),
                new Carried("json", "json_object('n', n, 'm', 'again')", "json", "c", "c::text"));
    }

    /** Type of the column that is read, and of the one that is written: values would not arrive as they were. */
    static List<String> refused(TestDialect from, TestDialect to) {
        if (SqliteCopyTypes.between(from, to)) {
            return SqliteCopyTypes.refused(from, to);
        }
        Stream<String> written = !(to instanceof MySqlTestDialect)
                ? Stream.empty()
                : from instanceof MySqlTestDialect
                        ? Stream.of("json -> text", "text -> json")
                        : from instanceof MariaTestDialect
                                ? Stream.of("json -> json")
                                : Stream.of("json -> json", "jsonb -> json");
        return Stream.concat(refusedByType(from, to).stream(), written)
                .filter(line -> MySqlTestValues.has(to, line.substring(line.indexOf(" -> ") + 4)))
                .toList();
    }

    private static List<String> refusedByType(TestDialect from, TestDialect to) {
        boolean mariaReads = from instanceof MariaTestDialect;
        boolean mariaWrites = to instanceof MariaTestDialect;
        if (mariaReads) {
            return mariaWrites
                    ? List.of(
                            "int -> varchar(20)",
                            "point -> point",
                            "datetime(6) -> datetime",
                            "text -> char(9)",
                            "enum('a') -> enum('b')",
                            "timestamp -> datetime",
                            "binary(4) -> binary(8)")
                    : List.of(
                            "int -> text",
                            "point -> point",
                            "datetime(6) -> timestamp(3)",
                            "json -> jsonb",
                            "enum('a') -> text",
                            "timestamp -> timestamp",
                            "decimal(9,3) -> int",
                            "year -> int");
        }
        return mariaWrites
                ? List.of(
                        "int -> varchar(20)",
                        "point -> point",
                        "timestamp -> datetime",
                        "text -> char(9)",
                        "interval -> time",
                        "timestamptz -> datetime(6)",
                        "numeric -> decimal(12,2)",
                        "text[] -> text",
                        "bigint -> double",
                        "bytea -> binary(16)",
                        "inet -> inet6",
                        "bit(3) -> bit(3)")
                : List.of(
                        "int -> text",
                        "timestamp -> timestamp(3)",
                        "json -> jsonb",
                        "timestamptz -> timestamp",
                        "numeric -> numeric(12,2)",
                        "interval -> time");
    }
}
