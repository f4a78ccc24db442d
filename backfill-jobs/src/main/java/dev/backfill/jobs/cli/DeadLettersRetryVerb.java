package dev.backfill.jobs.cli;

import dev.backfill.definition.Backfill;
import dev.backfill.jobs.operations.DeadLetterSummary;
import dev.backfill.jobs.operations.Operations;
import dev.backfill.rehearsal.RehearsalReport;
import dev.backfill.run.RunStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "retry",
        description = {
            "Works once more on the rows that failed in a run, and on no others, as a run of its own.",
            "Dry run: real chunks, rolled back, with a report. With --execute: the run."
        })
final class DeadLettersRetryVerb extends Verb {
    @Parameters(paramLabel = "RUN", description = "The run in which the rows failed.")
    private String run = "";

    @Option(names = "--execute", description = "Writes. Without it every transaction is rolled back.")
    private boolean execute;

    @Option(names = "--full", description = "Dry run of every chunk instead of a sample.")
    private boolean full;

    @Mixin
    private PaceOptions pace = new PaceOptions();

    @Mixin
    private MetricsOption metrics = new MetricsOption();

    @Override
    void check() {
        pace.pace();
        if (execute && full) {
            throw misused("--full: found beside --execute; expected one of them: a run always works on every chunk");
        }
        metrics.check(execute, this);
    }

    @Override
    Answer answer(Operations operations) throws Exception {
        Backfill backfill = operations.backfill(operations.status(run).backfill());
        try (MetricsExport export =
                        execute ? metrics.open(operations.metrics(), backfill, null) : metrics.openForDryRun(backfill);
                Progress progress = Progress.on(console(), backfill.name())) {
            Optional<Answer> answer = execute
                    ? executed(operations, new Observers(progress, export))
                    : rehearsed(operations, new Observers(progress));
            return answer.orElseGet(() -> nothing(operations));
        }
    }

    private Optional<Answer> executed(Operations operations, Observers observers) throws Exception {
        Optional<RunStatus> ended = termination().pausing(() -> operations.retry(run, pace.pace(), observers));
        return ended.map(status ->
                new Answer(retryOf(Documents.run(status)), RunText.all(status, invocation()), ExitCode.of(status)));
    }

    private Optional<Answer> rehearsed(Operations operations, Observers observers) throws Exception {
        Optional<RehearsalReport> rehearsed =
                termination().pausing(() -> operations.rehearseRetry(run, pace.pace(), full, observers));
        return rehearsed.map(report -> {
            ExitCode exit = ExitCode.of(report.plan().findings());
            return new Answer(
                    retryOf(Documents.rehearsal(report)),
                    RehearsalText.of(report, console().streams().outTerminal(), invocation()),
                    exit == ExitCode.OK ? ExitCode.of(report.status()) : exit);
        });
    }

    private Map<String, @Nullable Object> retryOf(Map<String, @Nullable Object> document) {
        document.put("retryOf", run);
        return document;
    }

    /** What was asked for has been done, which is no failure. */
    private Answer nothing(Operations operations) {
        DeadLetterSummary letters = operations.deadLetterSummary(run);
        String text = letters.total() == 0
                ? "nothing to retry: no row of " + run + " failed"
                : "nothing to retry: all " + Figures.count(letters.total(), "row") + " that failed in " + run
                        + " are settled";
        return new Answer(
                Documents.object("run", null, "retryOf", run, "total", letters.total(), "settled", letters.settled()),
                List.of(text),
                ExitCode.OK);
    }
}
