package dev.backfill.testkit.contract;

import java.util.List;
import java.util.stream.Stream;

/** Types of keys by which the rows of one database are found again in another. */
final class CopyKeys {
    private CopyKeys() {}

    /** Types of keys that have one order in both. */
    static List<CopyTypes.Carried> orderedAlike(TestDialect from, TestDialect to) {
        if (SqliteCopyTypes.between(from, to)) {
            return SqliteCopyTypes.orderedAlike(from, to);
        }
        boolean mariaReads = from instanceof MariaTestDialect;
        boolean mariaWrites = to instanceof MariaTestDialect;
        String words = mariaReads
                ? "concat(elt(1 + n % 5, 'a', 'A', 'ä', 'z', '😀'), n)"
                : "(ARRAY['a', 'A', 'ä', 'z', '😀'])[1 + n % 5] || n";
        String day = mariaReads ? "'1000-01-01' + INTERVAL n * 1000 DAY" : "'1000-01-01'::date + n * 1000";
        List<CopyTypes.Carried> keys = List.of(
                key("bigint", "-9000000000000000000 + n * 7000000007", "bigint"),
                key(
                        mariaReads ? "bigint unsigned" : "bigint",
                        "n",
                        mariaReads ? "bigint" : "bigint" + unsigned(mariaWrites)),
                key("decimal(12,2)", "n / 8.0 - 5", "decimal(12,2)"),
                key("date", day, "date"),
                key(
                        "varchar(20) COLLATE " + byNumber(mariaReads),
                        words,
                        "varchar(20) COLLATE " + byNumber(mariaWrites)));
        return withoutText(from, to) ? keys.subList(0, keys.size() - 1) : keys;
    }

    /** Before 8.0.17 MySQL has no collation by number in which spaces at the end count. */
    static boolean withoutText(TestDialect from, TestDialect to) {
        return from instanceof MySqlTestDialect || to instanceof MySqlTestDialect;
    }

    static CopyTypes.Carried key(String from, String expression, String into) {
        return new CopyTypes.Carried(from, expression, into, "", "");
    }

    /** Keys that the other column does not take, of the same width but for the sign; each with its type there. */
    static List<CopyTypes.Carried> withoutRoom(TestDialect from, TestDialect to) {
        boolean mariaReads = from instanceof MariaTestDialect;
        if (mariaReads == to instanceof MariaTestDialect) {
            return List.of();
        }
        return List.of(
                mariaReads
                        ? key("bigint unsigned", "18446744073709551615 - n", "bigint")
                        : key("bigint", "n - 2", "bigint unsigned"));
    }

    private static String unsigned(boolean maria) {
        return maria ? " unsigned" : "";
    }

    private static String byNumber(boolean maria) {
        return maria ? "utf8mb4_nopad_bin" : "\"C\"";
    }

    /** Types of keys of which that is not certain, or not all of which the other takes. */
    static List<String> refused(TestDialect from, TestDialect to) {
        if (SqliteCopyTypes.between(from, to)) {
            return SqliteCopyTypes.refusedKeys(from, to);
        }
        List<String> between = List.of("uuid -> uuid", "timestamp -> timestamp", "varchar(9) -> varchar(9)");
        return from.getClass().equals(to.getClass())
                ? List.of("int -> varchar(9)", "date -> int")
                : Stream.concat(between.stream(), Stream.of("bigint -> int", "decimal(9,2) -> decimal(9,3)"))
                        .filter(line -> MySqlTestValues.has(from, line.substring(0, line.indexOf(" -> ")))
                                && MySqlTestValues.has(to, line.substring(line.indexOf(" -> ") + 4)))
                        .toList();
    }
}
