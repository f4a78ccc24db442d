package dev.backfill.preflight;

import dev.backfill.database.Target.StatementPlan;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import java.util.ArrayList;
import java.util.List;

/** An index serves the key's order, by the database's own plan for the chunk's statements. */
final class KeyIndexCheck implements PreflightCheck {
    @Override
    public String name() {
        return "key-index";
    }

    @Override
    public List<Finding> run(Context context) {
        List<Finding> findings = new ArrayList<>();
        if (context.isRetry() || context.bounds().partitions().isEmpty()) {
            return findings;
        }
        context.statements().forEach((statement, plan) -> {
            if (plan.scansTable()) {
                findings.add(finding(context, "table-scanned", statement, "reads the whole table", plan));
            }
            // the order in which row work is read costs one chunk's sort at most
            if (plan.sortsTable() && "find".equals(statement)) {
                findings.add(finding(context, "table-sorted", statement, "sorts the table", plan));
            }
        });
        return findings;
    }

    private static Finding finding(Context context, String code, String statement, String does, StatementPlan plan) {
        return new Finding(
                code,
                Severity.ERROR,
                context.backfill().source().at("key") + ": statement " + statement + " " + does
                        + " for each chunk, for lack of an index that begins with " + context.key() + ": "
                        + plan.plan().lines().findFirst().orElse(""),
                "name the key's columns in the order of a unique index, or create such an index");
    }
}
