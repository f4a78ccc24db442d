package dev.backfill.testkit.contract;

import dev.backfill.testkit.contract.KeyCase.Kind;
import java.util.List;

/** Kinds of keys in SQLite, where a column's type is a preference and no promise. */
final class SqliteTestKeys {
    /** Values that are not what the column means, which no copy carries. */
    static final String STRAY = "text where numbers are preferred";

    private static final String WORDS =
            "concat(CASE n % 5 WHEN 0 THEN 'a' WHEN 1 THEN 'B' WHEN 2 THEN 'c' WHEN 3 THEN 'D' ELSE '' END, ' ', n)";
    private static final String ODD_CHARACTERS =
            """
            concat(CASE n % 8 WHEN 0 THEN '"' WHEN 1 THEN '\\' WHEN 2 THEN char(10) WHEN 3 THEN '\\t'
                   WHEN 4 THEN char(1) WHEN 5 THEN '''' WHEN 6 THEN char(128512) ELSE '%_' END, n)""";

    private SqliteTestKeys() {}

    static List<KeyCase> all() {
        return List.of(
                KeyCase.of("rowid", "integer NOT NULL", "n * 3 - 3000"),
                KeyCase.of("the rowid's end", "integer NOT NULL", "9223372036854775807 - n"),
                KeyCase.of("int, which is not the rowid", "int", "n - 1000"),
                KeyCase.of("real", "real", "CASE n WHEN 1 THEN -9e999 WHEN 2 THEN 9e999 ELSE n / 7.0 END", Kind.TRICKY),
                KeyCase.of("numeric", "numeric", "CASE n % 2 WHEN 0 THEN n ELSE n + 0.5 END", Kind.TRICKY),
                KeyCase.of("text", "varchar(40)", WORDS, Kind.TRICKY),
                KeyCase.of("text that ignores case", "text COLLATE NOCASE", WORDS, Kind.COLLATED),
                KeyCase.of(
                        "text with spaces at its end", "text", "concat('x', n / 2, CASE WHEN n % 2 = 0 THEN ' ' END)"),
                KeyCase.of("odd characters", "text", ODD_CHARACTERS, Kind.TRICKY),
                KeyCase.of("numbers in text", "text", "concat(n)"),
                KeyCase.of("uuid in bytes", "blob", "unhex(printf('%032x', n * 7919))", Kind.TRICKY),
                KeyCase.of(
                        STRAY,
                        "int",
                        "CASE n % 4 WHEN 0 THEN n WHEN 1 THEN 'row ' || n WHEN 2 THEN n + 0.25 ELSE unhex(printf('%08x', n)) END",
                        Kind.TRICKY),
                KeyCase.of(
                        "values without a type",
                        "",
                        "CASE n % 4 WHEN 0 THEN n WHEN 1 THEN concat(n) WHEN 2 THEN n + 0.25 ELSE unhex(printf('%08x', n)) END",
                        Kind.TRICKY),
                new KeyCase(
                        "without rowid",
                        List.of(),
                        "a text COLLATE NOCASE, b integer, c blob",
                        "b, a, c",
                        "concat('a', n % 7), n % 11, unhex(printf('%08x', n))",
                        Kind.TRICKY,
                        " WITHOUT ROWID"),
                new KeyCase(
                        "two columns",
                        List.of(),
                        "a text, b integer",
                        "b, a",
                        "concat('a', n % 7), n - n % 7",
                        Kind.PLAIN,
                        ""),
                new KeyCase(
                        "strict",
                        List.of(),
                        "k any",
                        "k",
                        "CASE n % 2 WHEN 0 THEN concat(n) ELSE n END",
                        Kind.TRICKY,
                        " STRICT, WITHOUT ROWID"));
    }
}
