package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.Operations;
import dev.backfill.run.History;
import dev.backfill.run.RunEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "history", description = "Runs and their events, the oldest first.")
final class HistoryVerb extends Verb {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The backfill; without it all of them.")
    private @Nullable String name;

    @Override
    Answer answer(Operations operations) {
        History history = operations.history(name);
        if (history.events().isEmpty() && !history.unknown().isEmpty()) {
            throw history.unknown().values().iterator().next();
        }
        StatusVerb.unknown(history.unknown()).forEach(console()::sayRed);
        return new Answer(
                Documents.object(
                        "events",
                        history.events().stream().map(Documents::event).toList(),
                        "unknown",
                        Documents.unknown(history.unknown())),
                text(history.events()),
                history.unknown().isEmpty() ? ExitCode.OK : ExitCode.FAILED);
    }

    private static List<String> text(List<RunEvent> events) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("AT", "RUN", "WHAT", "WHO", "DETAIL"));
        for (RunEvent event : events) {
            rows.add(List.of(event.at().toString(), event.run().value(), event.what(), event.actor(), event.detail()));
        }
        return Figures.table(rows);
    }
}
