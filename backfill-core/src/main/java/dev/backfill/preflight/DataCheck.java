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
        String then = context.isRetry()
                ? "those that fail again stay open, however many they are"
                : "the run pauses itself when more than "
                        + limit.shown(context.bounds().rows()) + " become dead letters (limits: max-dead-letters)";
        return judge(context.trial(), "rehearse to see how many; " + then);
    }

    private static List<Finding> judge(TrialResult trial, String advice) {
        List<Finding> findings = new ArrayList<>();
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
