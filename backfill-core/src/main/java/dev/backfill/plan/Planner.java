package dev.backfill.plan;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.Work;
import dev.backfill.run.RunId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the plan from what was learnt. Pure: asks nothing of any database. */
public final class Planner {
    private Planner() {}

    /** The plan is {@link Plan#refused()} if a finding says so. */
    public static Plan plan(Backfill backfill, Survey survey, List<Finding> findings) {
        return plan(backfill, survey, findings, null);
    }

    /**
     * The same for the rows that failed in another run.
     *
     * @param retryOf that run; null for all rows
     */
    public static Plan plan(Backfill backfill, Survey survey, List<Finding> findings, @Nullable RunId retryOf) {
        Estimate estimate = Estimator.estimate(backfill, survey);
        Risk risk = RiskRules.assess(survey.trial(), findings, backfill.work() instanceof Work.Copy);
        boolean idempotent = idempotent(backfill, survey.trial(), findings);
        String definition = Fingerprint.of(backfill);
        return new Plan(
                backfill,
                survey.key(),
                survey.columns(),
                survey.bounds().partitions(),
                estimate,
                survey.statements(),
                List.copyOf(findings),
                risk,
                idempotent,
                definition,
                Fingerprint.of(definition, survey, estimate, findings, risk, idempotent, retryOf),
                retryOf);
    }

    /**
     * A trial applies the work twice within one transaction, where the time of day stands still; so an expression that
     * asks for it settles there only because {@code where} stopped selecting the row, or else not at all.
     */
    private static boolean idempotent(Backfill backfill, TrialResult trial, List<Finding> findings) {
        boolean varies = findings.stream().anyMatch(f -> f.code().equals(FindingCode.VOLATILE_FUNCTION));
        boolean whereStops = backfill.whereEnds() && trial.stillMatching() == 0;
        return trial.settles() && (!varies || whereStops);
    }
}
