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
        TrialResult trial = context.trial();
        boolean whereEnds = context.backfill().where() != null && trial.stillMatching() == 0;
        return whereEnds && trial.changedAgain() == 0 && trial.goingOn() > 0
                ? List.of(whereAlone(context.backfill().source().at("transform"), trial))
                : judge(trial);
    }

    private static Finding whereAlone(String where, TrialResult trial) {
        return new Finding(
                FindingCode.WHERE_ALONE_ENDS,
                Severity.INFO,
                where + ": asked about rows that are done, the transform does not leave "
                        + Counted.number(trial.goingOn()) + " of " + Counted.of(trial.changed(), "row")
                        + " as they are; where alone says which rows are done",
                "nothing, if that is meant; but verification cannot compare what was written: a transform that answers"
                        + " the same for a row that is done can be verified");
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
