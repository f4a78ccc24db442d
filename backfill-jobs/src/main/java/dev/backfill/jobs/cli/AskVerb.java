package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.Operations;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Asks for another state of a run, with a reason, and waits a while for it. */
abstract class AskVerb extends Verb {
    private final RunState wanted;

    @Parameters(paramLabel = "RUN", description = "The run.")
    private String run = "";

    @Mixin
    private ReasonOption reason = new ReasonOption();

    AskVerb(RunState wanted) {
        this.wanted = wanted;
    }

    /** Returns the state it came to, which need not be the one wanted. */
    abstract RunStatus ask(Operations operations, String ofRun, String because);

    @Override
    final void check() {
        reason.reason();
    }

    @Override
    final Answer answer(Operations operations) {
        RunStatus status = ask(operations, run, reason.reason());
        return new Answer(Documents.run(status), RunText.all(status, invocation()), ExitCode.asked(status, wanted));
    }
}
