package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.DeadLetterSummary;
import dev.backfill.jobs.operations.Operations;
import dev.backfill.report.RunReport;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "report",
        description = {
            "One page about a run, for the change ticket: what ran, the plan and its risk, the course, who did what,",
            "dead letters, verification. The page needs nothing else: no script, no address. Never row values."
        })
final class ReportVerb extends Verb {
    /** Spelled as people type it. */
    enum Format {
        html,
        md,
        json
    }

    @Parameters(paramLabel = "RUN", description = "The run.")
    private String run = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Format format = Format.html;

    @Override
    Answer answer(Operations operations) {
        RunReport report = operations.report(run);
        DeadLetterSummary letters = operations.deadLetterSummary(run);
        if (format == Format.json) {
            console().format(OutputFormat.json);
        }
        List<String> text =
                switch (format) {
                    case html -> ReportPage.of(report, letters);
                    case md -> ReportMarkdown.of(report, letters);
                    case json -> List.of();
                };
        return new Answer(ReportDocument.of(report, letters), text, ExitCode.OK);
    }
}
