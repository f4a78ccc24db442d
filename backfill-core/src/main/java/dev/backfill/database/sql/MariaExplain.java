package dev.backfill.database.sql;

import dev.backfill.database.Target.StatementPlan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks the server how it would run a statement and looks for what must not be there. */
final class MariaExplain {
    private static final String OURS = "t";
    private final MariaSession session;

    MariaExplain(MariaSession session) {
        this.session = session;
    }

    private record Step(String table, String type, String possible, String index, String rows, String extra) {
        static Step of(ResultSet row) throws SQLException {
            return new Step(
                    text(row.getString("table")),
                    text(row.getString("type")),
                    text(row.getString("possible_keys")),
                    text(row.getString("key")),
                    text(row.getString("rows")),
                    text(row.getString("Extra")));
        }

        private static String text(@Nullable String value) {
            return Objects.requireNonNullElse(value, "");
        }

        /**
         * Reading the table, or an index, from one end to the other. Where the index would do for the range, and the
         * server goes along it all the same, it takes the range for all that there is.
         */
        boolean scans() {
            return type.equals("ALL")
                    || (type.equals("index") && !List.of(possible.split(",")).contains(index));
        }

        String describe() {
            return table + ": " + type + (index.isEmpty() ? "" : ", index " + index)
                    + (rows.isEmpty() ? "" : " (rows " + rows + ")") + (extra.isEmpty() ? "" : ", " + extra);
        }
    }

    StatementPlan plan(String sql, @Nullable Object... parameters) {
        List<Step> steps = session.read(session.flavour().statements().explain() + sql, Step::of, parameters);
        return new StatementPlan(
                sql,
                steps.stream().map(Step::describe).collect(Collectors.joining("\n")),
                steps.stream().anyMatch(s -> s.table().equals(OURS) && s.scans()),
                steps.stream().anyMatch(s -> s.table().equals(OURS) && s.extra().contains("filesort")));
    }
}
