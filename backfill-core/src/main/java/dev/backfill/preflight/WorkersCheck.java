package dev.backfill.preflight;

import dev.backfill.database.Capabilities;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import java.util.List;

/** More workers than the database lets write at a time gain nothing. */
final class WorkersCheck implements PreflightCheck {
    @Override
    public String name() {
        return "workers";
    }

    @Override
    public List<Finding> run(Context context) {
        Capabilities database = context.database().capabilities();
        int workers = context.backfill().workers();
        if (!database.oneWriter() || workers <= 1) {
            return List.of();
        }
        return List.of(new Finding(
                "one-writer",
                Severity.INFO,
                "the run would have " + workers + " workers, and " + database.product()
                        + " lets one transaction write at a time: they take turns",
                "state workers: 1; more of them are no faster"));
    }
}
