package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.Operations;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "watch", description = "Follows a run live, from any terminal, until it stops.")
final class WatchVerb extends Verb {
    private static final long LOOK_EVERY_MILLIS = 1000;

    @Parameters(paramLabel = "RUN", description = "The run.")
    private String run = "";

    @Override
    Answer answer(Operations operations) throws Exception {
        RunStatus status = operations.status(run);
        try (Progress progress = Progress.on(console(), run)) {
            progress.observe(status);
            while (moves(status.state())) {
                Thread.sleep(LOOK_EVERY_MILLIS);
                status = operations.status(run);
                progress.observe(status);
            }
        }
        return new Answer(Documents.run(status), RunText.all(status), ExitCode.of(status));
    }

    private static boolean moves(RunState state) {
        return switch (state) {
            case PLANNED, RUNNING, PAUSING, VERIFYING -> true;
            case PAUSED, SUCCEEDED, FAILED, ABORTED -> false;
        };
    }
}
