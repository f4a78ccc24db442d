package dev.backfill.preflight;

import dev.backfill.database.Column.Generation;
import dev.backfill.database.Table;
import dev.backfill.plan.Finding;
import dev.backfill.plan.FindingCode;
import dev.backfill.plan.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Names what will happen by itself for every changed row. */
final class TriggersCheck implements PreflightCheck {
    @Override
    public String name() {
        return "triggers";
    }

    @Override
    public List<Finding> run(Context context) {
        if (context.copy().isPresent()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>(following(context.table(), context.written()));
        List<String> triggers = context.table().triggers();
        if (!triggers.isEmpty()) {
            findings.add(
                    new Finding(
                            FindingCode.TRIGGERS_FIRE,
                            Severity.WARNING,
                            "updates of " + context.table().name() + " fire " + String.join(", ", triggers),
                            "make sure that they may run for every row: audit tables grow, and messages are sent once per row"));
        }
        return findings;
    }

    /** Columns that become the time at which their row was changed. */
    static List<Finding> following(Table table, Collection<String> written) {
        return table.columns().stream()
                .filter(column -> column.generation() == Generation.FOLLOWING && !written.contains(column.name()))
                .map(column -> new Finding(
                        "column-follows",
                        Severity.INFO,
                        "column " + column.name() + " of " + table.name()
                                + " becomes the time of the run wherever a row changes",
                        "where it shall stay as it is, write it too, as it is"))
                .toList();
    }
}
