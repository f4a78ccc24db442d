package dev.backfill.engine;

import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Plan;
import dev.backfill.plan.Severity;
import java.util.List;

/** Says why a plan is refused, or a run may not go on. */
final class Refusals {
    private Refusals() {}

    static BackfillException of(Plan plan) {
        return of(plan.findings().stream()
                .filter(f -> f.severity() == Severity.ERROR)
                .toList());
    }

    static BackfillException of(List<Finding> errors) {
        String saw = String.join(
                System.lineSeparator(),
                errors.stream().map(f -> f.code() + ": " + f.saw()).toList());
        String advice = String.join(
                System.lineSeparator(),
                errors.stream().map(Finding::advice).distinct().toList());
        return new BackfillException(ErrorCode.PREFLIGHT_REFUSED, saw, advice);
    }
}
