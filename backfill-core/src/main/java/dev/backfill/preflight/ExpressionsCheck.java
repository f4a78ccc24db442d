package dev.backfill.preflight;

import dev.backfill.definition.Expressions;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Columns in expressions exist, as far as that can be told from the text; the rest is the database's to judge. */
final class ExpressionsCheck implements PreflightCheck {
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
        List<String> names = context.table().columnNames();
        String wholeRow = context.table().name().table();
        for (String column : Expressions.columns(expression)) {
            if (!names.contains(column) && !column.equals(wholeRow)) {
                findings.add(new Finding(
                        ColumnsCheck.CODE,
                        Severity.ERROR,
                        where + ": column " + column + " does not exist in "
                                + context.table().name() + "; " + NearestName.hint(column, names),
                        "name the column as the catalog spells it, or add it to the table first"));
            }
        }
    }
}
