package dev.backfill.preflight;

import dev.backfill.definition.Expressions;
import dev.backfill.definition.Nearest;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Columns in expressions exist, as far as that can be told from the text; the rest is the database's to judge. */
final class ExpressionsCheck implements PreflightCheck {
    private static final String WHOLE_ROW = "t";

    /** Where the table has no column of that name: what a database may mean by it all the same. */
    private static final Set<String> NO_COLUMNS =
            Set.of(WHOLE_ROW, "utc_date", "utc_time", "utc_timestamp", "rowid", "_rowid_");

    @Override
    public String name() {
        return "expressions";
    }

    @Override
    public List<Finding> run(Context context) {
        List<Finding> findings = new ArrayList<>();
        context.backfill()
                .expressions()
                .forEach((column, expression) -> judge(context, context.whereWritten(column), expression, findings));
        Optional.ofNullable(context.backfill().where())
                .ifPresent(where -> judge(context, context.backfill().source().at("where"), where, findings));
        return findings;
    }

    private static void judge(Context context, String where, String expression, List<Finding> findings) {
        for (String column : Expressions.columns(expression)) {
            if (context.table().meant(column).isEmpty() && !NO_COLUMNS.contains(column)) {
                findings.add(new Finding(
                        ColumnsCheck.CODE,
                        Severity.ERROR,
                        where + ": column " + column + " does not exist in "
                                + context.table().name() + "; "
                                + Nearest.orAll(column, context.table().columnNames()),
                        "name the column as the catalog spells it, or add it to the table first; the row as a whole is "
                                + WHOLE_ROW));
            }
        }
    }
}
