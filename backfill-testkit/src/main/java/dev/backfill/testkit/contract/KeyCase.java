package dev.backfill.testkit.contract;

import java.util.List;
import java.util.stream.Stream;

/**
 * A kind of key.
 *
 * @param before statements that make its type
 * @param columns definitions of the key columns, in the table's order
 * @param key the key columns in the key's order
 * @param values expressions over {@code n}, from 1 on, in the table's order; another key for each n
 */
record KeyCase(String name, List<String> before, String columns, String key, String values) {
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

    static Stream<KeyCase> all() {
        return Stream.of(
                one("int", "int", "n"),
                one(
                        "bigint with gaps and extremes",
                        "bigint",
                        "CASE n WHEN 1 THEN -9223372036854775808 WHEN 2 THEN 9223372036854775807"
                                + " ELSE n * 9700000007 - 15000000000000 END"),
                new KeyCase("int, text", List.of(), "a int, b text", "a, b", "n % 40, 'x' || n"),
                new KeyCase("text, int against column order", List.of(), "b int, a text", "a, b", "n, 'x' || n % 40"),
                one("uuid", "uuid", "md5(n::text)::uuid"),
                one("text in C", "text COLLATE \"C\"", WORDS),
                one("text in an ICU collation", "text COLLATE \"und-x-icu\"", WORDS),
                one("text in English", "text COLLATE \"en-US-x-icu\"", WORDS),
                new KeyCase(
                        "text that ignores case",
                        List.of(
                                "CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false)"),
                        "k text COLLATE ci",
                        "k",
                        "CASE n % 2 WHEN 0 THEN 'Row' ELSE 'rOW' END || n"),
                one("odd characters", "text", ODD_CHARACTERS),
                one("varchar", "varchar(40)", WORDS),
                one("char", "char(16)", "CASE n WHEN 1 THEN '' ELSE 'c ' || n || ' ' END"),
                one(
                        "timestamptz",
                        "timestamptz",
                        "CASE n WHEN 1 THEN '-infinity' WHEN 2 THEN 'infinity' WHEN 3 THEN '0044-03-15 12:00:00.5+00 BC'"
                                + " ELSE '2024-03-31 00:59:59+00'::timestamptz + n * interval '1.000001 second' END"),
                one(
                        "date",
                        "date",
                        "CASE n WHEN 1 THEN '-infinity' WHEN 2 THEN 'infinity' WHEN 3 THEN '0044-03-15 BC'"
                                + " ELSE '2000-01-01'::date + n::int END"),
                one(
                        "numeric",
                        "numeric",
                        "CASE n WHEN 1 THEN 'NaN' WHEN 2 THEN " + LARGEST_NUMERIC
                                + " WHEN 3 THEN 1e40 ELSE round(n / 7.0, n::int % 20) + n END"),
                one(
                        "double",
                        "float8",
                        "CASE n WHEN 1 THEN 'NaN'::float8 WHEN 2 THEN '-Infinity' ELSE 1e-300 * n / 3 END"),
                one("bytea", "bytea", "decode(md5(n::text), 'hex')"),
                new KeyCase(
                        "enum, int",
                        List.of("CREATE TYPE mood AS ENUM ('zen', 'glad', 'it''s \"odd\", {so}', 'Angry')"),
                        "m mood, k int",
                        "m, k",
                        "(enum_range(NULL::mood))[1 + n % 4], n"),
                new KeyCase(
                        "domain",
                        List.of("CREATE DOMAIN \"Even\" AS int CHECK (VALUE % 2 = 0)"),
                        "k \"Even\"",
                        "k",
                        "n * 2"),
                one("inet", "inet", "'10.0.0.0'::inet + n"));
    }

    private static KeyCase one(String name, String type, String value) {
        return new KeyCase(name, List.of(), "k " + type, "k", value);
    }

    /** Makes table {@code t}: the key, {@code n} from 1 to the number of rows, and {@code note}; stored in no order. */
    void create(TestDatabase database, int rows) {
        before.forEach(database::run);
        database.run(
                "CREATE TABLE t (" + columns + ", n bigint NOT NULL, note text, PRIMARY KEY (" + key + "))",
                "INSERT INTO t SELECT " + values + ", n, 'note ' || n FROM generate_series(1, " + rows
                        + ") AS n ORDER BY md5(n::text)");
    }

    @Override
    public String toString() {
        return name;
    }
}
