package dev.backfill.jobs.cli;

import dev.backfill.definition.Backfill;
import dev.backfill.jobs.operations.Operations;
import dev.backfill.rehearsal.RehearsalReport;
import dev.backfill.run.RunStatus;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "run", description = "Dry run: real chunks, rolled back, with a report. With --execute: the run.")
final class RunVerb extends Verb {
    @Parameters(paramLabel = "NAME", description = "The backfill.")
    private String name = "";

    @Option(names = "--execute", description = "Writes. Without it every transaction is rolled back.")
    private boolean execute;

    @Option(names = "--full", description = "Dry run of every chunk instead of a sample.")
    private boolean full;

    @Option(
            names = "--canary",
            paramLabel = "SHARE",
            converter = Share.class,
            description = "Runs this share of every partition, such as 1%%, verifies it, and pauses to be looked at.")
    private @Nullable Double canary;

    @Mixin
    private PaceOptions pace = new PaceOptions();

    @Mixin
    private MetricsOption metrics = new MetricsOption();

    @Override
    void check() {
        pace.pace();
        if (canary != null && !execute) {
            throw misused("--canary: found without --execute; a dry run is a sample already, and writes nothing");
        }
        if (execute && full) {
            throw misused("--full: found beside --execute; expected one of them: a run always works on every chunk");
        }
        metrics.check(execute, this);
    }

    @Override
    Answer answer(Operations operations) throws Exception {
        Backfill backfill = operations.backfill(name);
        try (MetricsExport export =
                        execute ? metrics.open(operations.metrics(), backfill, null) : metrics.openForDryRun(backfill);
                Progress progress = Progress.on(console(), name)) {
            // what a dry run does is rolled back, and is none of the dashboards' business
            return execute
                    ? executed(operations, new Observers(progress, export))
                    : rehearsed(operations, new Observers(progress));
        }
    }

    private Answer executed(Operations operations, Observers observers) throws Exception {
        RunStatus run = termination().pausing(() -> operations.execute(name, pace.pace(), canary, observers));
        return new Answer(Documents.run(run), RunText.all(run, invocation()), ExitCode.of(run));
    }

    private Answer rehearsed(Operations operations, Observers observers) throws Exception {
        RehearsalReport report = termination().pausing(() -> operations.rehearse(name, pace.pace(), full, observers));
        ExitCode exit = ExitCode.of(report.plan().findings());
        return new Answer(
                Documents.rehearsal(report),
                RehearsalText.of(report, console().streams().outTerminal(), invocation()),
                exit == ExitCode.OK ? ExitCode.of(report.status()) : exit);
    }
}
