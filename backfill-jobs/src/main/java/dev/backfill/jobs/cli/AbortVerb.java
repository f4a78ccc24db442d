package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.Operations;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import picocli.CommandLine.Command;

@Command(name = "abort", description = "Ends the run for good; what is done stays done and recorded.")
final class AbortVerb extends AskVerb {
    AbortVerb() {
        super(RunState.ABORTED);
    }

    @Override
    RunStatus ask(Operations operations, String ofRun, String because) {
        return operations.abort(ofRun, because);
    }
}
