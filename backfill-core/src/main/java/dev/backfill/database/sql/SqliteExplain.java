package dev.backfill.database.sql;

import dev.backfill.database.Session;
import dev.backfill.database.Target.StatementPlan;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks SQLite how it would run a statement and looks for what must not be there. */
final class SqliteExplain {
    /** The table, or an index, from one end to the other. */
    private static final Pattern SCAN = Pattern.compile("^SCAN t\\b.*");

    private final Session session;

    SqliteExplain(Session session) {
        this.session = session;
    }

    StatementPlan plan(String sql, @Nullable Object... parameters) {
        List<String> steps = session.query("EXPLAIN QUERY PLAN " + sql, row -> row.string(4), parameters);
        return new StatementPlan(
                sql,
                String.join("\n", steps),
                steps.stream().anyMatch(step -> SCAN.matcher(step).matches()),
                steps.stream().anyMatch(step -> step.contains("TEMP B-TREE FOR ") && step.contains("ORDER BY")));
    }
}
