package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.Operations;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import picocli.CommandLine.Command;

@Command(name = "pause", description = "Drains the chunks in flight, then pauses the run; from any terminal.")
final class PauseVerb extends AskVerb {
    PauseVerb() {
        super(RunState.PAUSED);
    }

    @Override
    RunStatus ask(Operations operations, String ofRun, String because) {
        return operations.pause(ofRun, because);
    }
}
