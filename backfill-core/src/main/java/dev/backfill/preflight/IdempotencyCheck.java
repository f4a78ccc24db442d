package dev.backfill.preflight;

import dev.backfill.error.Counted;
import dev.backfill.plan.Finding;
import dev.backfill.plan.FindingCode;
import dev.backfill.plan.Severity;
import dev.backfill.plan.TrialResult;
import java.util.List;

/** Applying the work to the same rows twice changes nothing the second time. */
final class IdempotencyCheck implements PreflightCheck {
    @Override
    public String name() {
        return "idempotency";
    }

    @Override
    public List<Finding> run(Context context) {
        return judge(context.trial());
    }

    static List<Finding> judge(TrialResult trial) {
        if (trial.changedAgain() == 0) {
            return List.of();
        }
        return List.of(new Finding(
                FindingCode.NOT_IDEMPOTENT,
                Severity.WARNING,
                "not idempotent by itself: a second application changed " + Counted.number(trial.changedAgain())
                        + " of " + Counted.of(trial.changed(), "row") + " again",
                "the ledger alone guarantees once: never start a second run for rows that were done; better a where:"
                        + " that is false once the work is done"));
    }
}
