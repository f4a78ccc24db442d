package dev.backfill.database.sql;

import dev.backfill.database.Target.StatementPlan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks MariaDB how it would run a statement and looks for what must not be there. */
final class MariaExplain {
    private static final String OURS = "t";
    /** Reading the table, or an index, from one end to the other. */
    private static final Set<String> SCANS = Set.of("ALL", "index");

    private final JdbcSession session;

    MariaExplain(JdbcSession session) {
        this.session = session;
    }

    private record Step(String table, String type, String index, String rows, String extra) {
        static Step of(ResultSet row) throws SQLException {
            return new Step(
                    text(row.getString("table")),
                    text(row.getString("type")),
                    text(row.getString("key")),
                    text(row.getString("rows")),
                    text(row.getString("Extra")));
        }

        private static String text(@Nullable String value) {
            return Objects.requireNonNullElse(value, "");
        }

        String describe() {
            return table + ": " + type + (index.isEmpty() ? "" : ", index " + index)
                    + (rows.isEmpty() ? "" : " (rows " + rows + ")") + (extra.isEmpty() ? "" : ", " + extra);
        }
    }

    StatementPlan plan(String sql, @Nullable Object... parameters) {
        List<Step> steps = session.read("EXPLAIN " + sql, Step::of, parameters);
        return new StatementPlan(
                sql,
                steps.stream().map(Step::describe).collect(Collectors.joining("\n")),
                steps.stream().anyMatch(s -> s.table().equals(OURS) && SCANS.contains(s.type())),
                steps.stream().anyMatch(s -> s.table().equals(OURS) && s.extra().contains("filesort")));
    }
}
