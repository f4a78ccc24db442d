package dev.backfill.preflight;

import dev.backfill.error.Counted;
import dev.backfill.plan.Finding;
import dev.backfill.plan.FindingCode;
import dev.backfill.plan.Severity;
import java.util.List;

/** A row that got the work is no longer selected by {@code where}. */
final class WhereCheck implements PreflightCheck {
    @Override
    public String name() {
        return "where";
    }

    @Override
    public List<Finding> run(Context context) {
        long matching = context.trial().stillMatching();
        if (matching == 0) {
            return List.of();
        }
        return List.of(new Finding(
                FindingCode.WHERE_STILL_MATCHES,
                Severity.WARNING,
                context.backfill().source().at("where") + ": still selects " + Counted.of(matching, "row")
                        + " tried out after the work was done there",
                "make it false for rows that are done: as it is, counting what is left proves nothing"));
    }
}
