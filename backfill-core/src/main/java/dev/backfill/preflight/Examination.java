package dev.backfill.preflight;

import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import dev.backfill.plan.Survey;
import java.util.List;

/**
 * The outcome of all checks.
 *
 * @param survey what a plan is made of; knows nothing if a finding kept anybody from looking further
 */
public record Examination(List<Finding> findings, Survey survey) {
    public Examination {
        findings = List.copyOf(findings);
    }

    /** True if the backfill must not be run as it is. */
    public boolean refused() {
        return refused(findings);
    }

    static boolean refused(List<Finding> findings) {
        return findings.stream().anyMatch(f -> f.severity() == Severity.ERROR);
    }
}
