package dev.backfill.testkit.contract;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** What there is to try on PostgreSQL. */
final class PostgresTestValues implements TestValues {
    private static final List<String> OWN_TYPES = List.of(
            "CREATE TYPE mood AS ENUM ('it''s \"odd\", {so}', 'zen')",
            "CREATE TYPE name_pair AS (name text, n int)",
            "CREATE DOMAIN even AS int CHECK (VALUE % 2 = 0)");

    @Override
    public List<KeyCase> keys() {
        return PostgresTestKeys.all();
    }

    @Override
    public List<Assignment> assignments() {
        return List.of(
                new Assignment("numeric(10,2)", "n / 7.0"),
                new Assignment("varchar(8)", "'n' || n"),
                new Assignment("char(8)", "'n' || n"),
                new Assignment("int", "n / 3.0"),
                new Assignment("int", "CASE WHEN n % 2 = 0 THEN n END"),
                new Assignment("text", "NULL"),
                new Assignment("json", "json_build_object('n', n, 'n', 'again')"),
                new Assignment("json", "CASE WHEN n % 2 = 0 THEN '{ \"a\":  1}'::json END"),
                new Assignment("jsonb", "jsonb_build_object('b', n, 'a', ARRAY[1, NULL])"),
                new Assignment("int[]", "ARRAY[n, NULL, -n]"),
                new Assignment("text[]", "ARRAY['a,b', '\"', '', 'NULL', NULL, n::text]"),
                new Assignment("numeric(6,1)[]", "ARRAY[n / 7.0, n]"),
                new Assignment("bytea", "decode(md5(n::text), 'hex')"),
                new Assignment("timestamptz", "'2024-03-31 00:59:59.999999+00'::timestamptz + n * interval '1 second'"),
                new Assignment("timestamp(3)", "'2024-03-31 01:59:59.999999'::timestamp + n * interval '1 second'"),
                new Assignment("date", "CASE WHEN n % 2 = 0 THEN 'infinity'::date ELSE '2000-01-01'::date + n END"),
                new Assignment("interval", "n * interval '1 day 1 second'"),
                new Assignment("float8", "CASE WHEN n % 2 = 0 THEN 'NaN'::float8 ELSE n / 3.0 END"),
                new Assignment("real", "n / 3.0"),
                new Assignment("point", "point(n, -n)"),
                new Assignment("xml", "('<a>' || n || '</a>')::xml"),
                new Assignment("bit(4)", "n::bit(4)"),
                new Assignment("varbit(40)", "n::bit(32)::varbit"),
                new Assignment("tsvector", "to_tsvector('simple', 'n' || n)"),
                new Assignment("int4range", "int4range(n, n + 2)"),
                new Assignment("boolean", "n % 2 = 0"),
                new Assignment("uuid", "md5(n::text)::uuid"),
                new Assignment("text", "(SELECT max(o.relname)::text FROM pg_class o WHERE o.relname < 'p' || t.n)"),
                new Assignment("text", "concat_ws(' ', 'a?b', E'\\\\', '$1', n, $$it's; -- not a comment$$)"));
    }

    @Override
    public List<Carried> carried() {
        return List.of(
                type(
                        "text",
                        String.class,
                        "'plain' ; '' ; 'NULL' ; E'a\\\\b\"c''d' ; E'\\x01\\n\\t' ; '{1,\"2\"}' ; ' 😀é '"),
                type("varchar(10)", String.class, "'abc' ; ''"),
                type("char(6)", String.class, "'abc' ; ''"),
                type("json", String.class, "'{ \"a\":  1, \"a\": [null, \"\\\\u00e9\"]}' ; '\"x\"' ; 'null'"),
                type("jsonb", String.class, "'{\"a\": 1.50, \"b\": \"\\\\\\\\ \\\"\"}' ; '[]' ; 'null'"),
                type("smallint", Short.class, "-32768 ; 0 ; 32767"),
                type("int", Integer.class, "-2147483648 ; 0 ; 2147483647"),
                type("bigint", Long.class, "-9223372036854775808 ; 0 ; 9223372036854775807"),
                type("numeric", BigDecimal.class, "0 ; 1.50 ; -1e-30 ; 1e40 ; 123456789012345678901234567890.1"),
                type("numeric(10,2)", BigDecimal.class, "0 ; 1.5 ; -99999999.99"),
                type("real", Float.class, "'NaN' ; 'Infinity' ; '-Infinity' ; 1.1 ; -0.0 ; 1e-40"),
                type(
                        "float8",
                        Double.class,
                        "'NaN' ; 'Infinity' ; '-Infinity' ; 0.1 ; 1e-310 ; 1.7976931348623157e308"),
                type("boolean", Boolean.class, "true ; false"),
                type("bytea", byte[].class, "'' ; '\\x00ff' ; 'a\\\\b'"),
                type("uuid", UUID.class, "'00000000-0000-0000-0000-000000000000' ; md5('x')::uuid"),
                type(
                        "date",
                        LocalDate.class,
                        "'infinity' ; '-infinity' ; '0044-03-15 BC' ; '1582-10-10' ; '2024-02-29'"),
                type("date", LocalDate.class, "'5874897-12-31' ; '4713-01-01 BC'"),
                type("time", LocalTime.class, "'00:00' ; '23:59:59.999999' ; '12:00'"),
                type(
                        "timestamp",
                        LocalDateTime.class,
                        "'infinity' ; '-infinity' ; '0044-03-15 12:00 BC' ; '1582-10-10' ; '2024-03-31 02:30:00.000001'"),
                type(
                        "timestamptz",
                        OffsetDateTime.class,
                        "'infinity' ; '-infinity' ; '0044-03-15 12:00+00 BC' ; '1883-11-18 12:00+00' ; '2024-03-31 00:59:59.999999+00' ; '294276-12-31 23:59:59+00'"),
                type("int[]", String.class, "'{}' ; '{1,NULL,3}' ; '{{1,2},{3,4}}' ; '[0:1]={5,6}'"),
                type("text[]", String.class, "E'{\"a,b\",\"\\\\\"\",NULL,\"NULL\",\"\",\"\\\\\\\\\"}'"),
                type("interval", String.class, "'1 mon 2 days 03:04:05.000006' ; '-1 year'"),
                type("inet", String.class, "'10.0.0.1/8' ; '::1'"),
                type("timetz", String.class, "'23:59:59.999999+05:30'"),
                type("int4range", String.class, "'empty' ; '[1,5)' ; '(,3)'"),
                type("point", String.class, "'(1,-2.5)'"),
                type("money", String.class, "1.5 ; -2"),
                type("mood", String.class, "'it''s \"odd\", {so}' ; 'zen'"),
                type("name_pair", String.class, "'(\"a,b\",3)' ; '(,)'"),
                type("even", String.class, "2 ; 0"));
    }

    private static Carried type(String type, Class<?> seen, String values) {
        return new Carried(OWN_TYPES, type, seen, List.of(values.split(" ; ", -1)));
    }

    @Override
    public List<String> refusals() {
        return List.of("P0001", "23514", "22023");
    }

    @Override
    public List<String> attacks() {
        return PostgresTestAttacks.all();
    }

    @Override
    public List<String> slyProcedure() {
        return List.of("CREATE PROCEDURE sly() LANGUAGE plpgsql AS 'BEGIN UPDATE t SET n = -2; COMMIT; END'");
    }

    @Override
    public List<String> slyFunctions() {
        return PostgresTestAttacks.functions();
    }
}
