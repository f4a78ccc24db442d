package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.Operations;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "abort", description = "Ends the run for good; what is done stays done and recorded.")
final class AbortVerb extends Verb {
    @Parameters(paramLabel = "RUN", description = "The run.")
    private String run = "";

    @Mixin
    private ReasonOption reason = new ReasonOption();

    @Override
    void check() {
        reason.reason();
    }

    @Override
    Answer answer(Operations operations) {
        RunStatus status = operations.abort(run, reason.reason());
        return new Answer(Documents.run(status), RunText.all(status), ExitCode.asked(status, RunState.ABORTED));
    }
}
