package dev.backfill.jobs.cli;

import dev.backfill.database.DatabaseException;
import dev.backfill.error.BackfillException;
import dev.backfill.jobs.operations.Operations;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import org.jspecify.annotations.Nullable;
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
        Absence absence = new Absence(System::nanoTime);
        try (Progress progress = Progress.on(console(), run)) {
            progress.observe(status);
            while (moves(status.state())) {
                Thread.sleep(LOOK_EVERY_MILLIS);
                RunStatus seen = look(operations, absence);
                status = seen == null ? status : seen;
                progress.observe(seen == null ? status.unseen(absence.text()) : status);
            }
        }
        return new Answer(Documents.run(status), RunText.all(status, invocation()), ExitCode.of(status));
    }

    /** Null if the database does not answer for now. */
    private @Nullable RunStatus look(Operations operations, Absence absence) {
        RunStatus seen = null;
        String news;
        try {
            seen = operations.status(run);
            news = absence.answered();
        } catch (DatabaseException | BackfillException e) {
            news = absence.missed(e);
        }
        if (news != null) {
            console().sayRed(news);
        }
        return seen;
    }

    private static boolean moves(RunState state) {
        return switch (state) {
            case PLANNED, RUNNING, PAUSING, VERIFYING -> true;
            case PAUSED, SUCCEEDED, FAILED, ABORTED -> false;
        };
    }
}
