package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.Operations;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Runs;
import dev.backfill.run.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "status", description = "One line per run, or everything about one.")
final class StatusVerb extends Verb {
    @Parameters(arity = "0..1", paramLabel = "RUN", description = "The run; without it all runs.")
    private @Nullable String run;

    @Override
    Answer answer(Operations operations) {
        Map<String, Stop> stops = operations.stops();
        List<String> text = new ArrayList<>(StopText.lines(stops));
        String one = run;
        if (one != null) {
            RunStatus status = operations.status(one);
            text.addAll(RunText.all(status, invocation()));
            return new Answer(Documents.run(status), text, ExitCode.OK);
        }
        Runs runs = operations.runs();
        if (runs.found().isEmpty() && !runs.unknown().isEmpty()) {
            throw runs.unknown().values().iterator().next();
        }
        unknown(runs.unknown()).forEach(console()::sayRed);
        text.addAll(RunText.table(runs.found()));
        return new Answer(
                Documents.object(
                        "runs",
                        runs.found().stream().map(Documents::run).toList(),
                        "unknown",
                        Documents.unknown(runs.unknown()),
                        "stops",
                        StopText.documents(stops)),
                text,
                runs.unknown().isEmpty() ? ExitCode.OK : ExitCode.FAILED);
    }

    /** One line for each database whose runs cannot be shown. */
    static List<String> unknown(Map<String, RuntimeException> unknown) {
        return unknown.entrySet().stream()
                .map(each -> "backfill: the runs of database " + each.getKey() + " are unknown: "
                        + each.getValue().getMessage())
                .toList();
    }
}
