package dev.backfill.testkit.contract;

import dev.backfill.testkit.contract.KeyCase.Kind;
import java.util.List;

/** Kinds of keys on MariaDB. */
final class MariaTestKeys {
    static final String WORDS =
            "concat(elt(1 + n % 16, 'apple','Apple','APPLE','ä','Äpfel','co-op','coop','CO-OP','_x','-x','x ','ß','ss','é','z','Å')"
                    + ", ' ', n)";
    /** Of the fourth version: not every 32 digits are one. */
    static final String UUID = "concat(substr(md5(n), 1, 12), '4', substr(md5(n), 14, 3), '8', substr(md5(n), 18))";

    private static final String ODD_CHARACTERS =
            """
            concat(elt(1 + n % 25, '\\0', '\\t', '\\n', '\\r\\n', '\\Z', _utf8mb4 x'7f', '''', '"', '\\\\', '\\\\n', '{', '}',
                   ',', '["', 'NULL', '%', '?', '$1', ':a', '', ' ', _utf8mb4 x'f09f9880', _utf8mb4 x'65cc81', _utf8mb4 x'efbfbd',
                   _utf8mb4 x'e2808b'), n DIV 25, CASE WHEN n % 3 = 0 THEN '\\\\"''' ELSE '' END)""";

    private MariaTestKeys() {}

    static List<KeyCase> all() {
        return List.of(
                KeyCase.of("int", "int", "n"),
                KeyCase.of(
                        "bigint with gaps and extremes",
                        "bigint",
                        "CASE n WHEN 1 THEN -9223372036854775808 WHEN 2 THEN 9223372036854775807"
                                + " ELSE n * 9700000007 - 15000000000000 END"),
                KeyCase.of(
                        "bigint unsigned",
                        "bigint unsigned",
                        "CASE n WHEN 1 THEN 0 ELSE 18446744073709551615 - CAST(n AS UNSIGNED) * 9000000000000000 END"),
                new KeyCase(
                        "int, varchar", List.of(), "a int, b varchar(9)", "a, b", "n % 40, concat('x', n)", Kind.PLAIN),
                new KeyCase(
                        "varchar, int against column order",
                        List.of(),
                        "b int, a varchar(9)",
                        "a, b",
                        "n, concat('x', n % 40)",
                        Kind.PLAIN),
                KeyCase.of("uuid", "uuid", UUID),
                KeyCase.of("text by its bytes", "varchar(40) COLLATE utf8mb4_bin", WORDS),
                KeyCase.of(
                        "text in one byte each", "varchar(40) CHARACTER SET latin1 COLLATE latin1_german2_ci", WORDS),
                KeyCase.of("text in German", "varchar(40) COLLATE utf8mb4_german2_ci", WORDS, Kind.COLLATED),
                KeyCase.of(
                        "text that ignores case",
                        "varchar(40) COLLATE utf8mb4_general_ci",
                        "concat(CASE n % 2 WHEN 0 THEN 'Row' ELSE 'rOW' END, n)",
                        Kind.TRICKY),
                KeyCase.of(
                        "text with spaces at its end",
                        "varchar(40) COLLATE utf8mb4_general_nopad_ci",
                        "concat('x', n DIV 2, CASE WHEN n % 2 = 0 THEN ' ' ELSE '' END)"),
                KeyCase.of("odd characters", "varchar(40) COLLATE utf8mb4_bin", ODD_CHARACTERS, Kind.TRICKY),
                KeyCase.of("char", "char(16)", "CASE n WHEN 1 THEN '' ELSE concat('c ', n, ' ') END", Kind.TRICKY),
                KeyCase.of(
                        "timestamp",
                        "timestamp(6)",
                        "from_unixtime(CASE n WHEN 1 THEN 1 ELSE 1711846799 + n * 1.000001 END)"),
                KeyCase.of(
                        "datetime",
                        "datetime(6)",
                        "CASE n WHEN 1 THEN '0001-01-01' WHEN 2 THEN '9999-12-31 23:59:59.999999'"
                                + " ELSE '2024-03-31 00:59:59.000001' + INTERVAL n SECOND END"),
                KeyCase.of(
                        "date",
                        "date",
                        "CASE n WHEN 1 THEN '0001-01-01' WHEN 2 THEN '9999-12-31' ELSE '2000-01-01' + INTERVAL n DAY END"),
                KeyCase.of("time", "time(3)", "sec_to_time(n * 3.003 - 3000)"),
                KeyCase.of(
                        "decimal",
                        "decimal(65,20)",
                        "CASE n WHEN 1 THEN 1e40 WHEN 2 THEN -1e40 ELSE round(n / 7.0, n % 20) + n END"),
                KeyCase.of("double", "double", "CASE n WHEN 1 THEN -1e308 WHEN 2 THEN 1e308 ELSE 1e-300 * n / 3 END"),
                KeyCase.of("binary", "binary(16)", "unhex(md5(n))"),
                KeyCase.of("varbinary", "varbinary(16)", "substr(unhex(md5(n)), 1, 8 + n % 9)"),
                KeyCase.of("bit", "bit(40)", "n * 33000000"),
                KeyCase.of("inet6", "inet6", "concat('10::', hex(n))"));
    }
}
