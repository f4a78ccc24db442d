package dev.backfill.preflight;

import dev.backfill.definition.Nearest;
import dev.backfill.definition.Work;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import java.util.ArrayList;
import java.util.List;

/** Every column that the definition names exists.  */
final class ColumnsCheck implements PreflightCheck {
    static final String CODE = "column-missing";

    @Override
    public String name() {
        return "columns";
    }

    @Override
    public List<Finding> run(Context context) {
        List<Finding> findings = new ArrayList<>();
        for (String column : context.backfill().key()) {
            require(context, column, "key", context.backfill().source().at("key"), findings);
        }
        for (String column : context.written()) {
            require(context, column, "written", context.whereWritten(column), findings);
        }
        if (context.backfill().work() instanceof Work.Rows rows) {
            for (String column : rows.transform().reads()) {
                require(context, column, "read", context.whereWritten(column), findings);
            }
        }
        return findings;
    }

    private static void require(Context context, String column, String role, String where, List<Finding> findings) {
        if (context.table().column(column).isEmpty()) {
            findings.add(new Finding(
                    CODE,
                    Severity.ERROR,
                    where + ": " + role + " column " + column + " does not exist in "
                            + context.table().name() + "; "
                            + Nearest.orAll(column, context.table().columnNames()),
                    "name the column as the catalog spells it, or add it to the table first"));
        }
    }
}
