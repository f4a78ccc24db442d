package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.Operations;
import dev.backfill.run.StopOutcome;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "stop-all",
        description = "Makes all runs wait, wherever they run, until it is lifted; none can be started meanwhile.")
final class StopAllVerb extends Verb {
    @Option(names = "--lift", description = "Lets all runs go on.")
    private boolean lift;

    @Mixin
    private ReasonOption reason = new ReasonOption();

    @Override
    void check() {
        reason.reason();
    }

    @Override
    Answer answer(Operations operations) {
        List<StopOutcome> outcomes = lift ? operations.lift(reason.reason()) : operations.stopAll(reason.reason());
        boolean failed = outcomes.stream().anyMatch(o -> o.state() == StopOutcome.State.FAILED);
        return new Answer(
                Documents.object(
                        "controls", outcomes.stream().map(StopText::document).toList()),
                outcomes.stream().map(StopText::line).toList(),
                failed ? ExitCode.FAILED : ExitCode.OK);
    }
}
