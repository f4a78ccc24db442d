package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.Operations;
import dev.backfill.run.RunStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "verify", description = "Runs the checks again, now.")
final class VerifyVerb extends Verb {
    @Parameters(paramLabel = "RUN", description = "The run.")
    private String run = "";

    @Override
    Answer answer(Operations operations) {
        RunStatus status = operations.verify(run);
        return new Answer(Documents.run(status), RunText.all(status), ExitCode.of(status.verification()));
    }
}
