package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.Operations;
import dev.backfill.run.RunStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "status", description = "One line per run, or everything about one.")
final class StatusVerb extends Verb {
    @Parameters(arity = "0..1", paramLabel = "RUN", description = "The run; without it all runs.")
    private @Nullable String run;

    @Override
    Answer answer(Operations operations) {
        String one = run;
        if (one != null) {
            RunStatus status = operations.status(one);
            return new Answer(Documents.run(status), RunText.all(status), ExitCode.OK);
        }
        List<RunStatus> runs = operations.runs();
        return new Answer(
                Documents.object("runs", runs.stream().map(Documents::run).toList()), RunText.table(runs), ExitCode.OK);
    }
}
