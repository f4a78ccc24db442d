package dev.backfill.testkit.contract;

import dev.backfill.testkit.contract.KeyCase.Kind;
import java.util.List;

/** Kinds of keys on PostgreSQL. */
final class PostgresTestKeys {
    private static final String WORDS =
            "(ARRAY['apple','Apple','APPLE','ä','Äpfel','co-op','coop','CO-OP','_x','-x','x ','ß','ss','é','z','Å'])"
                    + "[1 + n % 16] || ' ' || n / 16";
    private static final String ODD_CHARACTERS =
            """
            (ARRAY[E'\\x01', E'\\t', E'\\n', E'\\r\\n', E'\\x1b[31m', E'\\x7f', '''', '"', E'\\\\', E'\\\\n', '{', '}',
                   ',', '["', 'NULL', '%', '?', '$1', ':a', '', ' ', U&'\\+01F600', U&'e\\0301', U&'\\FFFD', U&'\\200B'])
            [1 + n % 25] || n / 25 || CASE WHEN n % 3 = 0 THEN E'\\\\"''' ELSE '' END""";

    /** Infinite from PostgreSQL 14 on. */
    private static final String LARGEST_NUMERIC =
            "(CASE WHEN current_setting('server_version_num')::int < 140000 THEN '1e41' ELSE 'Infinity' END)::numeric";

    private PostgresTestKeys() {}

    static List<KeyCase> all() {
        return List.of(
                KeyCase.of("int", "int", "n"),
                KeyCase.of(
                        "bigint with gaps and extremes",
                        "bigint",
                        "CASE n WHEN 1 THEN -9223372036854775808 WHEN 2 THEN 9223372036854775807"
                                + " ELSE n * 9700000007 - 15000000000000 END"),
                new KeyCase("int, text", List.of(), "a int, b text", "a, b", "n % 40, 'x' || n", Kind.PLAIN),
                new KeyCase(
                        "text, int against column order",
                        List.of(),
                        "b int, a text",
                        "a, b",
                        "n, 'x' || n % 40",
                        Kind.PLAIN),
                KeyCase.of("uuid", "uuid", "md5(n::text)::uuid"),
                KeyCase.of("text in C", "text COLLATE \"C\"", WORDS),
                KeyCase.of("text in an ICU collation", "text COLLATE \"und-x-icu\"", WORDS),
                KeyCase.of("text in English", "text COLLATE \"en-US-x-icu\"", WORDS, Kind.COLLATED),
                new KeyCase(
                        "text that ignores case",
                        List.of(
                                "CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false)"),
                        "k text COLLATE ci",
                        "k",
                        "CASE n % 2 WHEN 0 THEN 'Row' ELSE 'rOW' END || n",
                        Kind.TRICKY),
                KeyCase.of("odd characters", "text", ODD_CHARACTERS, Kind.TRICKY),
                KeyCase.of("varchar", "varchar(40)", WORDS),
                KeyCase.of("char", "char(16)", "CASE n WHEN 1 THEN '' ELSE 'c ' || n || ' ' END", Kind.TRICKY),
                KeyCase.of(
                        "timestamptz",
                        "timestamptz",
                        "CASE n WHEN 1 THEN '-infinity' WHEN 2 THEN 'infinity' WHEN 3 THEN '0044-03-15 12:00:00.5+00 BC'"
                                + " ELSE '2024-03-31 00:59:59+00'::timestamptz + n * interval '1.000001 second' END"),
                KeyCase.of(
                        "date",
                        "date",
                        "CASE n WHEN 1 THEN '-infinity' WHEN 2 THEN 'infinity' WHEN 3 THEN '0044-03-15 BC'"
                                + " ELSE '2000-01-01'::date + n::int END"),
                KeyCase.of(
                        "numeric",
                        "numeric",
                        "CASE n WHEN 1 THEN 'NaN' WHEN 2 THEN " + LARGEST_NUMERIC
                                + " WHEN 3 THEN 1e40 ELSE round(n / 7.0, n::int % 20) + n END"),
                KeyCase.of(
                        "double",
                        "float8",
                        "CASE n WHEN 1 THEN 'NaN'::float8 WHEN 2 THEN '-Infinity' ELSE 1e-300 * n / 3 END"),
                KeyCase.of("bytea", "bytea", "decode(md5(n::text), 'hex')"),
                new KeyCase(
                        "enum, int",
                        List.of("CREATE TYPE mood AS ENUM ('zen', 'glad', 'it''s \"odd\", {so}', 'Angry')"),
                        "m mood, k int",
                        "m, k",
                        "(enum_range(NULL::mood))[1 + n % 4], n",
                        Kind.TRICKY),
                new KeyCase(
                        "domain",
                        List.of("CREATE DOMAIN \"Even\" AS int CHECK (VALUE % 2 = 0)"),
                        "k \"Even\"",
                        "k",
                        "n * 2",
                        Kind.PLAIN),
                KeyCase.of("inet", "inet", "'10.0.0.0'::inet + n"));
    }
}
