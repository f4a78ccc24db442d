package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.Operations;
import dev.backfill.plan.Plan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "plan", description = "Shows the plan: findings, statements with query plans, estimates, risk.")
final class PlanVerb extends Verb {
    @Parameters(paramLabel = "NAME", description = "The backfill.")
    private String name = "";

    @Override
    Answer answer(Operations operations) {
        Plan plan = operations.plan(name);
        return new Answer(Documents.plan(plan), PlanText.plan(plan), ExitCode.of(plan.findings()));
    }
}
