package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.DeadLetterGroup;
import dev.backfill.jobs.operations.DeadLetterSummary;
import dev.backfill.report.RunReport;
import dev.backfill.run.Verification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The report for a ticket that takes Markdown. */
final class ReportMarkdown {
    private final List<String> lines = new ArrayList<>();

    private ReportMarkdown() {}

    static List<String> of(RunReport report, DeadLetterSummary letters) {
        ReportMarkdown page = new ReportMarkdown();
        page.lines.add("# " + escaped(report.status().run().value()));
        page.facts("What ran", ReportFacts.ran(report));
        page.verification(report.status().verification());
        page.letters(letters);
        page.facts("Plan", ReportFacts.plan(report));
        page.findings(report);
        page.events(report);
        page.chunkTimes(report);
        return page.lines;
    }

    private void head(String title, String... columns) {
        lines.add("");
        lines.add("## " + title);
        lines.add("");
        if (columns.length > 0) {
            row(columns);
            lines.add("|" + "---|".repeat(columns.length));
        }
    }

    private void row(String... cells) {
        StringBuilder row = new StringBuilder("|");
        for (String cell : cells) {
            row.append(' ').append(escaped(cell)).append(" |");
        }
        lines.add(row.toString());
    }

    /** What would end a cell, or be taken for markup. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("|", "\\|")
                .replace("<", "&lt;")
                .replace("`", "\\`")
                .replace("*", "\\*")
                .replace("\n", " ");
    }

    private void facts(String title, Map<String, String> facts) {
        head(title, "", "");
        facts.forEach(this::row);
    }

    private void row(String name, String value) {
        row(new String[] {name, value});
    }

    private void verification(Verification verification) {
        head("Verification: " + verification.state(), "check", "state", "expected", "found", "");
        for (Verification.Result check : verification.checks()) {
            row(check.name(), check.state().name(), check.expected(), check.actual(), check.detail());
        }
    }

    private void letters(DeadLetterSummary letters) {
        if (letters.total() == 0) {
            head("Dead letters");
            lines.add("None.");
            return;
        }
        head("Dead letters: " + letters.total() + ", of which " + letters.settled() + " are settled", "rows", "reason");
        for (DeadLetterGroup group : letters.groups()) {
            row(Figures.count(group.rows()), group.error());
        }
    }

    private void findings(RunReport report) {
        if (!report.plan().findings().isEmpty()) {
            head("Findings", "severity", "code", "saw");
            report.plan().findings().forEach(each -> row(each.severity().name(), each.code(), each.saw()));
        }
    }

    private void events(RunReport report) {
        head("Who did what when (UTC)", "at", "who", "what", "detail");
        report.events()
                .forEach(event -> row(ReportFacts.time(event.at()), event.actor(), event.what(), event.detail()));
    }

    private void chunkTimes(RunReport report) {
        head("How long chunks took in the database, their commits left out", "time", "chunks");
        Duration before = null;
        for (RunReport.Bar bar : report.chunkTimes()) {
            if (bar.chunks() > 0) {
                row(ReportFacts.upTo(bar, before), Figures.count(bar.chunks()));
            }
            before = bar.upTo();
        }
    }
}
