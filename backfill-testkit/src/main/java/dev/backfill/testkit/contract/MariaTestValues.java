package dev.backfill.testkit.contract;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** What there is to try on MariaDB. */
final class MariaTestValues implements TestValues {
    @Override
    public List<KeyCase> keys() {
        return MariaTestKeys.all();
    }

    @Override
    public List<Assignment> assignments() {
        return List.of(
                new Assignment("decimal(10,2)", "n / 7.0"),
                new Assignment("varchar(8)", "concat('n', n)"),
                new Assignment("char(8)", "concat('n', n)"),
                new Assignment("int", "n / 3.0"),
                new Assignment("int", "CASE WHEN n % 2 = 0 THEN n END"),
                new Assignment("bigint unsigned", "18446744073709551615 - n"),
                new Assignment("text", "NULL"),
                new Assignment("json", "json_object('n', n, 'm', 'again')"),
                new Assignment("json", "CASE WHEN n % 2 = 0 THEN '{ \"a\":  1}' END"),
                new Assignment("varbinary(40)", "unhex(md5(n))"),
                new Assignment("binary(20)", "unhex(md5(n))"),
                new Assignment("blob", "unhex(md5(n))"),
                new Assignment("timestamp(6) NULL", "from_unixtime(1711846799.999999 + n)"),
                new Assignment("datetime(3)", "'2024-03-31 01:59:59.999999' + INTERVAL n SECOND"),
                new Assignment("date", "'2000-01-01' + INTERVAL n DAY"),
                new Assignment("time(6)", "sec_to_time(n * 1.000001 - 200)"),
                new Assignment("year", "1901 + n % 200"),
                new Assignment("double", "n / 3.0"),
                new Assignment("float", "n / 3.0"),
                new Assignment("point", "point(n, -n)"),
                new Assignment("bit(4)", "n % 16"),
                new Assignment("boolean", "n % 2 = 0"),
                new Assignment("uuid", MariaTestKeys.UUID),
                new Assignment("inet6", "concat('10::', hex(n))"),
                new Assignment("enum('b', 'a', '')", "elt(1 + n % 3, 'b', 'a', '')"),
                new Assignment("set('b', 'a')", "n % 4"),
                new Assignment(
                        "text",
                        "(SELECT max(o.table_name) FROM information_schema.tables o WHERE o.table_name < concat('p', t.n))"),
                new Assignment("text", "concat_ws(' ', 'a?b', '$1', n, 'it''s; -- not a comment')"));
    }

    @Override
    public List<Carried> carried() {
        return List.of(
                type(
                        "text",
                        String.class,
                        "'plain' ; '' ; 'NULL' ; 'a\\\\b\"c''d' ; '\\0\\n\\t' ; '{1,\"2\"}' ; ' 😀é '"),
                type("varchar(10)", String.class, "'abc' ; '' ; 'ABC' ; 'abc '"),
                type("char(6)", String.class, "'abc' ; ''"),
                type("json", String.class, "'{ \"a\":  1, \"b\": [null, \"\\\\u00e9\"]}' ; '\"x\"' ; 'null'"),
                type("tinyint", Short.class, "-128 ; 0 ; 127"),
                type("smallint", Short.class, "-32768 ; 0 ; 32767"),
                type("int", Integer.class, "-2147483648 ; 0 ; 2147483647"),
                type("int unsigned", Long.class, "0 ; 4294967295"),
                type("bigint", Long.class, "-9223372036854775808 ; 0 ; 9223372036854775807"),
                type(
                        "decimal(65,30)",
                        BigDecimal.class,
                        "0 ; 1.50 ; -1e-30 ; 1e34 ; 1234567890123456789012345678901234.1"),
                type("decimal(10,2)", BigDecimal.class, "0 ; 1.5 ; -99999999.99"),
                type("float", Float.class, "1.1 ; -0.0 ; 1e-37 ; 3.4e38"),
                type("double", Double.class, "0.1 ; 1e-307 ; 1.7976931348623157e308"),
                type("boolean", Short.class, "true ; false"),
                type("varbinary(20)", byte[].class, "'' ; x'00ff' ; 'a\\\\b'"),
                type("blob", byte[].class, "'' ; x'00ff' ; 'a\\\\b'"),
                type("date", LocalDate.class, "'0001-01-01' ; '1582-10-10' ; '2024-02-29' ; '9999-12-31'"),
                type("time(6)", LocalTime.class, "'00:00' ; '23:59:59.999999' ; '12:00'"),
                type("datetime(6)", LocalDateTime.class, "'0001-01-01' ; '1582-10-10' ; '2024-03-31 02:30:00.000001'"),
                type(
                        "timestamp(6)",
                        OffsetDateTime.class,
                        "from_unixtime(1) ; from_unixtime(1711846799.999999) ; from_unixtime(2147483647)"),
                type(
                        "uuid",
                        UUID.class,
                        "'00000000-0000-0000-0000-000000000000' ; '9dd4e461-268c-4034-85c8-564e155c67a6'"),
                type("inet6", String.class, "'::1' ; '10::ff'"),
                type("enum('it''s \"odd\", {so}', 'zen', '')", String.class, "'it''s \"odd\", {so}' ; 'zen' ; ''"),
                type("set('a', 'b')", String.class, "'a,b' ; ''"));
    }

    private static Carried type(String type, Class<?> seen, String values) {
        return new Carried(List.of(), type, seen, List.of(values.split(" ; ", -1)));
    }

    @Override
    public List<String> refusals() {
        return List.of("45000", "23000", "22003");
    }

    @Override
    public List<String> attacks() {
        return MariaTestAttacks.all();
    }

    @Override
    public List<String> slyProcedure() {
        return MariaTestAttacks.procedure();
    }

    @Override
    public List<String> slyFunctions() {
        return MariaTestAttacks.functions();
    }
}
