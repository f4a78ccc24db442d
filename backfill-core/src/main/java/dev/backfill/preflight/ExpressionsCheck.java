package dev.backfill.preflight;

import dev.backfill.definition.Expressions;
import dev.backfill.definition.Work;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Expressions are single expressions, also those of definitions made in Java, and name columns that exist, as far as
 * that can be told without the database.
 */
final class ExpressionsCheck implements PreflightCheck {
    @Override
    public String name() {
        return "expressions";
    }

    @Override
    public List<Finding> run(Context context) {
        List<Finding> findings = new ArrayList<>();
        if (context.backfill().work() instanceof Work.Set set) {
            set.expressions()
                    .forEach(
                            (column, expression) -> judge(context, context.whereWritten(column), expression, findings));
        }
        Optional.ofNullable(context.backfill().where())
                .ifPresent(where -> judge(context, context.backfill().source().at("where"), where, findings));
        return findings;
    }

    private static void judge(Context context, String where, String expression, List<Finding> findings) {
        try {
            List<String> names = context.table().columnNames();
            for (String column : Expressions.columns(expression)) {
                // the table's own name stands for the whole row
                if (!names.contains(column)
                        && !column.equals(context.table().name().table())) {
                    findings.add(new Finding(
                            ColumnsCheck.CODE,
                            Severity.ERROR,
                            where + ": column " + column + " does not exist in "
                                    + context.table().name() + "; " + NearestName.hint(column, names),
                            "name the column as the catalog spells it, or add it to the table first"));
                }
            }
        } catch (IllegalArgumentException e) {
            findings.add(new Finding(
                    "expression-refused",
                    Severity.ERROR,
                    where + ": found " + e.getMessage(),
                    "write one expression over the columns of one row"));
        }
    }
}
