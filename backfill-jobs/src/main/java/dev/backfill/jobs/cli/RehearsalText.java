package dev.backfill.jobs.cli;

import dev.backfill.database.Target.Example;
import dev.backfill.rehearsal.RehearsalReport;
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
     */
    static List<String> of(RehearsalReport report, boolean withExamples) {
        List<String> lines = new ArrayList<>(PlanText.plan(report.plan()));
        RunStatus.Rows rows = report.status().rows();
        lines.add("");
        lines.add("dry run of " + (report.full() ? "every chunk" : "a sample") + ": "
                + Figures.count(report.status().chunks()) + " chunks, all rolled back; nothing was written");
        lines.add("  rows        " + Figures.count(rows.scanned()) + " scanned; " + Figures.count(rows.changed())
                + " would change, " + Figures.count(rows.unchanged()) + " unchanged, " + Figures.count(rows.dead())
                + " would fail");
        lines.add("  chunk       " + Figures.time(report.fastestChunk()) + " fastest, "
                + Figures.time(report.medianChunk()) + " median, " + Figures.time(report.slowestChunk()) + " slowest");
        report.rejections()
                .forEach((reason, count) -> lines.add("  would fail  " + Figures.count(count) + " rows: " + reason));
        if (withExamples) {
            report.examples().forEach(example -> lines.add("  example     " + text(example)));
        } else if (!report.examples().isEmpty()) {
            lines.add("  examples are row values and are shown on a terminal only");
        }
        lines.add("");
        if (report.status().reason() != null) {
            lines.add("stopped before its end: " + report.status().reason());
        }
        lines.add(
                report.plan().refused()
                        ? "refused as it is; mend the errors above"
                        : "to write: backfill run " + report.plan().backfill().name() + " --execute");
        return lines;
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
