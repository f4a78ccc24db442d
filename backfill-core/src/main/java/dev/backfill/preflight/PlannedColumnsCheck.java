package dev.backfill.preflight;

import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import java.util.List;
import java.util.Map;

/** Columns still have the types for which the plan's bounds and statements were made. */
final class PlannedColumnsCheck implements PreflightCheck {
    private final Map<String, String> planned;

    /**
     * @param planned types by name
     */
    PlannedColumnsCheck(Map<String, String> planned) {
        this.planned = planned;
    }

    @Override
    public String name() {
        return "planned-columns";
    }

    @Override
    public List<Finding> run(Context context) {
        return context.used().entrySet().stream()
                .filter(now -> !now.getValue().equals(planned.getOrDefault(now.getKey(), now.getValue())))
                .sorted(Map.Entry.comparingByKey())
                .map(now -> new Finding(
                        "column-changed",
                        Severity.ERROR,
                        "column " + now.getKey() + " of " + context.table().name() + " is " + now.getValue()
                                + "; it was " + planned.get(now.getKey()) + " when the run was planned",
                        "give the column its type back, or end this run and start a new one: its bounds and statements"
                                + " were made for the other type"))
                .toList();
    }
}
