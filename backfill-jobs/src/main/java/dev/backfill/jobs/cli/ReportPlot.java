package dev.backfill.jobs.cli;

import dev.backfill.report.RunReport;
import dev.backfill.run.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The course of a run as a picture: rows per second over time, shaded where something held it back, and a numbered line
 * where a person did something. The numbers are those of the table of events.
 */
final class ReportPlot {
    private static final int WIDTH = 920;
    private static final int HEIGHT = 290;
    private static final int LEFT = 64;
    private static final int RIGHT = 12;
    private static final int TOP = 40;
    private static final int BOTTOM = 30;
    /** Marks closer than this share one: their numbers would lie upon one another. */
    private static final int APART = 16;

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final List<String> svg = new ArrayList<>();
    private final RunReport report;
    private final Instant begin;
    private final Instant end;
    private final double seconds;
    private final double most;

    private ReportPlot(RunReport report) {
        this.report = report;
        this.begin = report.course().get(0).from();
        this.end = report.course().get(report.course().size() - 1).from().plus(report.span());
        this.seconds = Math.max(1, Duration.between(begin, end).toMillis() / 1000.0);
        double highest = report.course().stream().mapToDouble(this::rate).max().orElse(1);
        this.most = nice(Math.max(1, highest));
    }

    /** Lines of SVG; empty if nothing was committed. */
    static List<String> of(RunReport report) {
        return report.course().isEmpty() ? List.of() : new ReportPlot(report).draw();
    }

    private List<String> draw() {
        svg.add("<svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT
                + "\" role=\"img\" aria-label=\"rows per second over time\">");
        ReportShades.of(report).forEach(this::shade);
        grid();
        bars();
        marks();
        svg.add("</svg>");
        return svg;
    }

    private double rate(RunReport.Span span) {
        return span.scanned() * 1000.0 / report.span().toMillis();
    }

    /** The next of 1, 2, 5, 10, … */
    private static double nice(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double factor : new double[] {1, 2, 5, 10}) {
            if (value <= factor * power) {
                return factor * power;
            }
        }
        return value;
    }

    private double x(Instant at) {
        double share = Duration.between(begin, at).toMillis() / 1000.0 / seconds;
        return LEFT + Math.max(0, Math.min(1, share)) * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double share) {
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
    }

    private void shade(ReportShades.Shade shade) {
        double from = x(shade.from());
        double width = x(shade.to()) - from;
        if (width > 0.2) {
            svg.add(format(
                    "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"><title>%s</title></rect>",
                    shade.kind(), from, TOP, width, HEIGHT - TOP - BOTTOM, ReportPage.escaped(shade.text())));
        }
    }

    private void grid() {
        for (int i = 0; i <= 4; i++) {
            double at = y(i / 4.0);
            svg.add(format(
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>", LEFT, WIDTH - RIGHT, at, at));
            svg.add(format(
                    "<text class=\"axis\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    LEFT - 8, at + 4, Figures.count(Math.round(most * i / 4))));
        }
        svg.add(format("<text class=\"axis\" x=\"%d\" y=\"14\">rows per second</text>", 4));
        for (int i = 0; i <= 4; i++) {
            Instant at = begin.plusMillis(Math.round(seconds * 250 * i));
            String anchor = i == 0 ? "start" : i == 4 ? "end" : "middle";
            svg.add(format(
                    "<text class=\"axis\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>",
                    x(at), HEIGHT - 10, anchor, CLOCK.format(at)));
        }
    }

    private void bars() {
        double width = (WIDTH - LEFT - RIGHT) * (report.span().toMillis() / 1000.0) / seconds;
        double gap = width > 4 ? 1 : 0;
        for (RunReport.Span span : report.course()) {
            if (span.scanned() > 0) {
                double height = rate(span) / most * (HEIGHT - TOP - BOTTOM);
                svg.add(format(
                        "<rect class=\"bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\">"
                                + "<title>%s: %s rows/s, %s</title></rect>",
                        x(span.from()),
                        HEIGHT - BOTTOM - height,
                        Math.max(0.5, width - gap),
                        height,
                        CLOCK.format(span.from()),
                        Figures.count(Math.round(rate(span))),
                        Figures.count(span.chunks(), "chunk")));
            }
            if (span.dead() > 0) {
                svg.add(format(
                        "<circle class=\"dead\" cx=\"%.1f\" cy=\"%d\" r=\"3\"><title>%s</title></circle>",
                        x(span.from()) + width / 2, HEIGHT - BOTTOM, Figures.count(span.dead(), "dead row")));
            }
        }
    }

    private void marks() {
        double before = Double.NEGATIVE_INFINITY;
        int number = 0;
        for (RunEvent event : report.events()) {
            if (!byPerson(event)) {
                continue;
            }
            number++;
            if (event.at().isBefore(begin) || event.at().isAfter(end)) {
                continue;
            }
            double at = x(event.at());
            svg.add(format(
                    "<line class=\"mark\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
                    at, at, TOP, HEIGHT - BOTTOM));
            if (at - before >= APART) {
                svg.add(format(
                        "<text class=\"mark\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d<title>%s</title></text>",
                        at, TOP - 6, number, ReportPage.escaped(event.what() + ": " + event.detail())));
                before = at;
            }
        }
    }

    /** Neither the engine itself nor one of its processes. */
    static boolean byPerson(RunEvent event) {
        return !event.actor().equals("engine") && !event.actor().startsWith("process ");
    }

    private static String format(String template, @Nullable Object... values) {
        return String.format(Locale.ROOT, template, values);
    }
}
