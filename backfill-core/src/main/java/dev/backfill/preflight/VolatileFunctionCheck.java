package dev.backfill.preflight;

import dev.backfill.definition.Expressions;
import dev.backfill.plan.Finding;
import dev.backfill.plan.FindingCode;
import dev.backfill.plan.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The values depend on the row alone. Functions are known by name; one of the author's own that is volatile shows in
 * the trial at best.
 */
final class VolatileFunctionCheck implements PreflightCheck {
    private static final Set<String> SEQUENCES = Set.of("nextval", "setval", "currval", "lastval");

    private static final Set<String> CALLS = Set.of(
            "random",
            "random_normal",
            "clock_timestamp",
            "statement_timestamp",
            "transaction_timestamp",
            "now",
            "timeofday",
            "gen_random_uuid",
            "gen_random_bytes",
            "uuidv4",
            "uuidv7",
            "uuid_generate_v1",
            "uuid_generate_v1mc",
            "uuid_generate_v4",
            "txid_current",
            "pg_current_xact_id",
            // of MariaDB and MySQL
            "uuid",
            "uuid_short",
            "uuid_v4",
            "uuid_v7",
            "sys_guid",
            "rand",
            "random_bytes",
            "sysdate",
            "curdate",
            "curtime",
            "utc_date",
            "utc_time",
            "utc_timestamp",
            // of SQLite
            "randomblob");

    private static final Pattern UUID = Pattern.compile("(?i)\\buuid\\s*\\(\\s*\\)");

    private static final Set<String> KEYWORDS = Set.of(
            "current_timestamp",
            "current_date",
            "current_time",
            "localtime",
            "localtimestamp",
            "utc_date",
            "utc_time",
            "utc_timestamp");

    @Override
    public String name() {
        return "volatile-functions";
    }

    @Override
    public List<Finding> run(Context context) {
        List<Finding> findings = new ArrayList<>();
        context.backfill()
                .expressions()
                .forEach((column, expression) -> findings.addAll(judge(
                        context.whereWritten(column),
                        column,
                        expression,
                        context.table().columnNames())));
        return findings;
    }

    static List<Finding> judge(String where, String column, String expression, List<String> columns) {
        Set<String> found = new TreeSet<>(Expressions.functions(expression));
        found.removeIf(function -> !SEQUENCES.contains(function) && !CALLS.contains(function));
        // of PostgreSQL a cast
        found.removeIf(
                function -> function.equals("uuid") && !UUID.matcher(expression).find());
        KEYWORDS.stream()
                .filter(word -> !columns.contains(word) && Expressions.mentions(expression, word))
                .forEach(found::add);
        if (found.isEmpty()) {
            return List.of();
        }
        String advice = "the same row gets another value each time, so verification cannot compare it";
        boolean sequence = found.stream().anyMatch(SEQUENCES::contains);
        return List.of(new Finding(
                FindingCode.VOLATILE_FUNCTION,
                Severity.WARNING,
                where + ": the value of " + column + " depends on " + String.join(", ", found),
                sequence ? advice + "; sequences count on even where a dry run or this check is rolled back" : advice));
    }
}
