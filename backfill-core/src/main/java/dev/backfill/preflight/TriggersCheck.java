package dev.backfill.preflight;

import dev.backfill.plan.Finding;
import dev.backfill.plan.FindingCode;
import dev.backfill.plan.Severity;
import java.util.List;

/** Names the triggers that will run for every changed row. */
final class TriggersCheck implements PreflightCheck {
    @Override
    public String name() {
        return "triggers";
    }

    @Override
    public List<Finding> run(Context context) {
        List<String> triggers = context.table().triggers();
        if (triggers.isEmpty() || context.copy().isPresent()) {
            return List.of();
        }
        return List.of(new Finding(
                FindingCode.TRIGGERS_FIRE,
                Severity.WARNING,
                "updates of " + context.table().name() + " fire " + String.join(", ", triggers),
                "make sure that they may run for every row: audit tables grow, and messages are sent once per row"));
    }
}
