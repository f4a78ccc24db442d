package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.Operations;
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
        List<RunEvent> events = operations.history(name);
        return new Answer(
                Documents.object("events", events.stream().map(Documents::event).toList()), text(events), ExitCode.OK);
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
