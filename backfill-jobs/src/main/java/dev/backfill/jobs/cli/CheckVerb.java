package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.Operations;
import dev.backfill.plan.Finding;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "check", description = "Runs the preflight checks only.")
final class CheckVerb extends Verb {
    @Parameters(paramLabel = "NAME", description = "The backfill.")
    private String name = "";

    @Override
    Answer answer(Operations operations) {
        List<Finding> findings = operations.check(name);
        ExitCode exit = ExitCode.of(findings);
        return new Answer(
                Documents.object(
                        "backfill",
                        name,
                        "refused",
                        exit == ExitCode.REFUSED,
                        "findings",
                        findings.stream().map(Documents::finding).toList()),
                findings.isEmpty() ? List.of("nothing stands in the way") : PlanText.findings(findings),
                exit);
    }
}
