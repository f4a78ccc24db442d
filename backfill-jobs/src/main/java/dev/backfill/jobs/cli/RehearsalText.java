package dev.backfill.jobs.cli;

import dev.backfill.database.Target.Example;
import dev.backfill.rehearsal.RehearsalReport;
import dev.backfill.run.RunId;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The report of a dry run for people. */
final class RehearsalText {
    private RehearsalText() {}

    /**
     * @param withExamples false where the text may end up in a file: examples are row values
     * @param invocation of the command that goes on
     */
    static List<String> of(RehearsalReport report, boolean withExamples, Invocation invocation) {
        List<String> lines = new ArrayList<>(PlanText.plan(report.plan()));
        RunStatus.Rows rows = report.status().rows();
        lines.add("");
        RunStatus status = report.status();
        boolean complete = status.state() == RunState.SUCCEEDED;
        lines.add("dry run " + (complete ? report.full() ? "of every chunk" : "of a sample" : "stopped before its end")
                + ": " + Figures.count(status.chunks(), "chunk") + ", all rolled back; nothing was written");
        if (!complete) {
            lines.add("  stopped     " + status.reason() + "; "
                    + status.partitions().done() + " of "
                    + Figures.count(status.partitions().total(), "partition") + " seen to the end");
        }
        lines.add("  rows        " + Figures.count(rows.scanned()) + " of about " + Figures.count(rows.estimated())
                + " scanned; " + Figures.count(rows.changed()) + " would change, " + Figures.count(rows.unchanged())
                + " unchanged, " + Figures.count(rows.dead()) + " would fail");
        lines.add("  chunk       " + Figures.time(report.fastestChunk()) + " fastest, "
                + Figures.time(report.medianChunk()) + " median, " + Figures.time(report.slowestChunk()) + " slowest");
        report.rejections()
                .forEach((reason, count) -> lines.add("  would fail  " + Figures.count(count, "row") + ": " + reason));
        if (withExamples) {
            report.examples().forEach(example -> lines.add("  example     " + text(example)));
        } else if (!report.examples().isEmpty()) {
            lines.add("  examples are row values and are shown on a terminal only");
        }
        lines.add("");
        lines.add(next(report, invocation));
        return lines;
    }

    private static String next(RehearsalReport report, Invocation invocation) {
        if (report.plan().refused()) {
            return "refused as it is; mend the errors above";
        }
        RunId of = report.plan().retryOf();
        String command = of == null ? "run " + report.plan().backfill().name() : "dead-letters retry " + of;
        return switch (report.status().state()) {
            case SUCCEEDED -> "to write: " + invocation.of(command + " --execute");
            case FAILED -> "a run would stop there, too: mend these rows, or raise limits: max-dead-letters";
            case PLANNED, RUNNING, PAUSING, PAUSED, VERIFYING, ABORTED ->
                "the rest was not seen; rehearse it to its end: " + invocation.of(command);
        };
    }

    private static String text(Example example) {
        return String.join(", ", example.key().parts()) + ": "
                + example.after().entrySet().stream()
                        .map(set -> set.getKey() + " " + shown(example.before().get(set.getKey())) + " → "
                                + shown(set.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private static String shown(@Nullable String value) {
        return value == null ? "NULL" : "'" + value + "'";
    }
}
