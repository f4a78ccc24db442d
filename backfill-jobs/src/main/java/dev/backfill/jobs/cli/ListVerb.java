package dev.backfill.jobs.cli;

import dev.backfill.definition.DefinitionException.Mistake;
import dev.backfill.jobs.operations.Listing;
import dev.backfill.jobs.operations.Operations;
import dev.backfill.run.RunStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

@Command(name = "list", description = "Lists the backfills found, their table and last run.")
final class ListVerb extends Verb {
    @Override
    Answer answer(Operations operations) {
        Listing listing = operations.list();
        List<Mistake> mistakes = listing.broken().stream()
                .flatMap(broken -> broken.mistakes().mistakes().stream())
                .toList();
        mistakes.forEach(mistake -> console().sayRed("backfill: " + mistake));
        StatusVerb.unknown(listing.unknown()).forEach(console()::sayRed);
        return new Answer(
                Documents.object(
                        "backfills",
                        listing.entries().stream().map(ListVerb::document).toList(),
                        "mistakes",
                        mistakes.stream().map(Documents::mistake).toList(),
                        "unknown",
                        Documents.unknown(listing.unknown())),
                text(listing),
                mistakes.isEmpty() ? ExitCode.OK : ExitCode.USAGE);
    }

    private static Map<String, @Nullable Object> document(Listing.Entry entry) {
        RunStatus last = entry.lastRun();
        return Documents.object(
                "name", entry.backfill().name(),
                "description", entry.backfill().description(),
                "owner", entry.backfill().owner(),
                "database", entry.backfill().database(),
                "table", entry.backfill().table().toString(),
                "source", entry.backfill().source().file(),
                "lastRun", last == null ? null : Documents.run(last));
    }

    private static List<String> text(Listing listing) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NAME", "TABLE", "LAST RUN", "DESCRIPTION"));
        for (Listing.Entry entry : listing.entries()) {
            RunStatus last = entry.lastRun();
            rows.add(List.of(
                    entry.backfill().name(),
                    entry.backfill().database() + "." + entry.backfill().table(),
                    last == null ? entry.runsKnown() ? "never" : "unknown" : last.run() + " " + last.state(),
                    entry.backfill().description()));
        }
        return Figures.table(rows);
    }
}
