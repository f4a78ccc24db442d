package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.Operations;
import dev.backfill.run.RunStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "resume", description = "Goes on with a run, in this process.")
final class ResumeVerb extends Verb {
    @Parameters(paramLabel = "RUN", description = "The run.")
    private String run = "";

    @Option(names = "--take-over", description = "Does not wait for the lease of a process known to be dead.")
    private boolean takeOver;

    @Mixin
    private MetricsOption metrics = new MetricsOption();

    @Override
    Answer answer(Operations operations) throws Exception {
        RunStatus before = operations.status(run);
        try (MetricsExport export = metrics.open(operations.metrics(), operations.backfill(before.backfill()), before);
                Progress progress = Progress.on(console(), run)) {
            RunStatus ended =
                    termination().pausing(() -> operations.resume(run, takeOver, new Observers(progress, export)));
            return new Answer(Documents.run(ended), RunText.all(ended, invocation()), ExitCode.of(ended));
        }
    }
}
