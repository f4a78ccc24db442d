package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.DeadLetterGroup;
import dev.backfill.jobs.operations.DeadLetterSummary;
import dev.backfill.plan.Finding;
import dev.backfill.report.RunReport;
import dev.backfill.run.RunEvent;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report as one page of HTML that needs nothing else. */
final class ReportPage {
    private final List<String> lines = new ArrayList<>();

    private ReportPage() {}

    static List<String> of(RunReport report, DeadLetterSummary letters) {
        ReportPage page = new ReportPage();
        page.begin(report.status());
        page.course(report);
        page.facts("What ran", ReportFacts.ran(report));
        page.verification(report.status().verification());
        page.letters(letters);
        page.plan(report);
        page.events(report);
        page.chunkTimes(report);
        page.lines.add("</main></body></html>");
        return page.lines;
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private void begin(RunStatus run) {
        String name = escaped(run.run().value());
        lines.add("<!DOCTYPE html>");
        lines.add("<html lang=\"en\"><head><meta charset=\"utf-8\">");
        lines.add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        lines.add("<meta name=\"color-scheme\" content=\"light dark\">");
        lines.add("<title>" + name + "</title>");
        lines.add("<style>");
        style().lines().forEach(lines::add);
        lines.add("</style></head><body><main>");
        lines.add("<h1>" + name + " " + badge(run.state().name()) + "</h1>");
        lines.add("<p class=\"tiles\">" + tile(Figures.count(run.rows().changed()), "rows changed")
                + tile(Figures.count(run.rows().unchanged()), "unchanged")
                + tile(Figures.count(run.rows().dead()), "dead")
                + tile(Figures.seconds(run.activeSeconds()), "active")
                + tile(run.verification().state().name(), "verification") + "</p>");
    }

    private static String style() {
        try (var in = ReportPage.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("not packaged: report.css");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String badge(String state) {
        return "<span class=\"badge " + state.toLowerCase(Locale.ROOT) + "\">" + state + "</span>";
    }

    private static String tile(String figure, String what) {
        return "<span class=\"tile\"><b>" + escaped(figure) + "</b> " + what + "</span>";
    }

    private void head(String title) {
        lines.add("<h2>" + escaped(title) + "</h2>");
    }

    private void course(RunReport report) {
        head("Course");
        List<String> plot = ReportPlot.of(report);
        if (plot.isEmpty()) {
            lines.add("<p>Nothing was committed.</p>");
            return;
        }
        lines.add("<figure>");
        lines.addAll(plot);
        lines.add("<figcaption><span class=\"key bar\"></span> rows per second, over "
                + Figures.time(report.span()) + " each <span class=\"key held\"></span> slowed or held"
                + " <span class=\"key paused\"></span> paused <span class=\"key away\"></span> database away"
                + " <span class=\"key dead\"></span> dead rows <span class=\"key mark\"></span> done by a person,"
                + " numbered as below. Times are UTC.</figcaption></figure>");
        List<ReportShades.Shade> shades = ReportShades.of(report);
        if (!shades.isEmpty()) {
            table("from", "for", "held back by");
            for (ReportShades.Shade shade : shades) {
                Duration length = Duration.between(shade.from(), shade.to());
                row(ReportFacts.time(shade.from()), Figures.time(length), shade.text());
            }
            lines.add("</table>");
        }
    }

    private void table(String... columns) {
        lines.add("<table><tr>");
        for (String column : columns) {
            lines.add("<th>" + escaped(column) + "</th>");
        }
        lines.add("</tr>");
    }

    private void row(String... cells) {
        StringBuilder row = new StringBuilder("<tr>");
        for (String cell : cells) {
            row.append("<td>").append(escaped(cell)).append("</td>");
        }
        lines.add(row.append("</tr>").toString());
    }

    private void facts(String title, Map<String, String> facts) {
        head(title);
        lines.add("<dl>");
        facts.forEach((name, value) -> lines.add("<dt>" + escaped(name) + "</dt><dd>" + escaped(value) + "</dd>"));
        lines.add("</dl>");
    }

    private void verification(Verification verification) {
        lines.add("<h2>Verification " + badge(verification.state().name()) + "</h2>");
        if (verification.checks().isEmpty()) {
            return;
        }
        table("check", "state", "expected", "found", "");
        for (Verification.Result check : verification.checks()) {
            String keys = check.keys().isEmpty() ? "" : " Look at " + String.join(", ", check.keys());
            row(check.name(), check.state().name(), check.expected(), check.actual(), check.detail() + keys);
        }
        lines.add("</table>");
    }

    private void letters(DeadLetterSummary letters) {
        head("Dead letters");
        if (letters.total() == 0) {
            lines.add("<p>None.</p>");
            return;
        }
        lines.add("<p>" + Figures.count(letters.total(), "row") + ", of which " + Figures.count(letters.settled())
                + " are settled by a later run.</p>");
        table("rows", "reason");
        for (DeadLetterGroup group : letters.groups()) {
            row(Figures.count(group.rows()), group.error());
        }
        lines.add("</table>");
    }

    private void plan(RunReport report) {
        facts("Plan", ReportFacts.plan(report));
        if (!report.plan().findings().isEmpty()) {
            table("severity", "code", "saw");
            for (Finding finding : report.plan().findings()) {
                row(finding.severity().name(), finding.code(), finding.saw());
            }
            lines.add("</table>");
        }
        report.plan().statements().forEach((name, statement) -> {
            lines.add(
                    "<details><summary>" + escaped(name) + "</summary><pre>" + escaped(statement) + "</pre></details>");
        });
    }

    private void events(RunReport report) {
        head("Who did what when");
        table("", "at (UTC)", "who", "what", "detail");
        int number = 0;
        for (RunEvent event : report.events()) {
            boolean byPerson = ReportPlot.byPerson(event);
            number += byPerson ? 1 : 0;
            row(
                    byPerson ? Integer.toString(number) : "",
                    ReportFacts.time(event.at()),
                    event.actor(),
                    event.what(),
                    event.detail());
        }
        lines.add("</table>");
    }

    private void chunkTimes(RunReport report) {
        head("How long chunks took");
        lines.add("<p>In the database, their commits left out.</p><table class=\"bars\">");
        long most = report.chunkTimes().stream()
                .mapToLong(RunReport.Bar::chunks)
                .max()
                .orElse(0);
        Duration before = null;
        for (RunReport.Bar bar : report.chunkTimes()) {
            double share = most == 0 ? 0 : 100.0 * bar.chunks() / most;
            lines.add(String.format(
                    Locale.ROOT,
                    "<tr><td>%s</td><td>%s</td><td><span style=\"width:%.1f%%\"></span></td></tr>",
                    escaped(ReportFacts.upTo(bar, before)),
                    Figures.count(bar.chunks()),
                    share));
            before = bar.upTo();
        }
        lines.add("</table>");
    }
}
