package dev.backfill.preflight;

import dev.backfill.error.Counted;
import dev.backfill.plan.Finding;
import dev.backfill.plan.FindingCode;
import dev.backfill.plan.Severity;
import dev.backfill.plan.TrialResult;
import java.util.List;

/** The work could be tried out, and something could be seen. */
final class TrialCheck implements PreflightCheck {
    @Override
    public String name() {
        return "trial";
    }

    @Override
    public List<Finding> run(Context context) {
        boolean empty = context.bounds().partitions().isEmpty();
        return judge(context.trial(), empty, context.isRetry());
    }

    private static List<Finding> judge(TrialResult trial, boolean empty, boolean retry) {
        if (trial.failure() != null) {
            return List.of(new Finding(
                    "trial-failed",
                    Severity.ERROR,
                    "chunks tried out in transactions that were rolled back failed: " + trial.failure(),
                    "mend what the database says; nothing was changed"));
        }
        if (empty) {
            return List.of(new Finding(
                    FindingCode.TABLE_EMPTY,
                    Severity.INFO,
                    "the table has no rows",
                    "check the database and the table's name"));
        }
        if (trial.nothingToDo()) {
            return List.of(new Finding(
                    FindingCode.NOTHING_TO_DO,
                    Severity.INFO,
                    retry
                            ? "all rows that failed were looked at, and none needs the work any more"
                            : "the whole table was searched and no row needs the work",
                    retry
                            ? "execute the retry, which settles them"
                            : "check where: and the expressions, unless the backfill was run before"));
        }
        if (trial.changed() == 0 && trial.wholeTable()) {
            return List.of(new Finding(
                    FindingCode.NO_CHANGE_SEEN,
                    Severity.WARNING,
                    "all rows were tried out, and the transform rejects those that need the work",
                    "see why: finding rows-rejected, or a dry run"));
        }
        if (trial.changed() == 0) {
            return List.of(new Finding(
                    FindingCode.NO_CHANGE_SEEN,
                    Severity.WARNING,
                    "of " + Counted.of(trial.rows(), "row") + " tried out none would change",
                    "the estimate and the risk are guesses; rehearse "
                            + (retry ? "all of these rows" : "the whole table") + " with a full dry run"));
        }
        return List.of();
    }
}
