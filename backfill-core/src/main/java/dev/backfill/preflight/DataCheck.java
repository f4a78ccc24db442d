package dev.backfill.preflight;

import dev.backfill.definition.DeadLetterLimit;
import dev.backfill.error.Counted;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import dev.backfill.plan.TrialResult;
import java.util.ArrayList;
import java.util.List;

/** Rows that cannot be changed are rare enough to go unseen in the trial. */
final class DataCheck implements PreflightCheck {
    @Override
    public String name() {
        return "data";
    }

    @Override
    public List<Finding> run(Context context) {
        DeadLetterLimit limit = context.backfill().limits().maxDeadLetters();
        return judge(context.trial(), limit.shown(context.bounds().rows()));
    }

    /** @param tolerated how many dead letters, for people */
    private static List<Finding> judge(TrialResult trial, String tolerated) {
        List<Finding> findings = new ArrayList<>();
        String advice = "rehearse to see how many; the run pauses itself when more than " + tolerated
                + " become dead letters (limits: max-dead-letters)";
        if (!trial.refusals().isEmpty()) {
            findings.add(new Finding(
                    "rows-refused",
                    Severity.WARNING,
                    "some rows will become dead letters: the database refuses their values: "
                            + String.join(
                                    "; ", trial.refusals().stream().distinct().toList()),
                    advice));
        }
        if (trial.rejected() > 0) {
            findings.add(new Finding(
                    "rows-rejected",
                    Severity.WARNING,
                    "some rows will become dead letters: the transform rejected " + Counted.number(trial.rejected())
                            + " of " + Counted.of(trial.rows(), "row") + " tried out",
                    advice));
        }
        return findings;
    }
}
