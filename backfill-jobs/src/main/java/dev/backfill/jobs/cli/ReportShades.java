package dev.backfill.jobs.cli;

import dev.backfill.report.RunReport;
import dev.backfill.run.RunEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The times in which something held a run back, out of its events. */
final class ReportShades {
    private static final String PAUSED = "paused";
    private static final String HELD = "held";
    private static final String AWAY = "away";

    private final Map<String, Shade> open = new HashMap<>();
    private final List<Shade> shades = new ArrayList<>();

    /**
     * @param kind {@code paused}, {@code held} or {@code away}
     * @param text for people
     */
    record Shade(String kind, Instant from, Instant to, String text) {}

    private ReportShades() {}

    static List<Shade> of(RunReport report) {
        ReportShades shades = new ReportShades();
        Instant last = report.createdAt();
        for (RunEvent event : report.events()) {
            shades.see(event);
            last = event.at();
        }
        if (!report.course().isEmpty()) {
            Instant end = report.course().get(report.course().size() - 1).from().plus(report.span());
            last = end.isAfter(last) ? end : last;
        }
        for (String kind : List.of(PAUSED, HELD, AWAY)) {
            shades.end(kind, last);
        }
        return shades.shades;
    }

    private void see(RunEvent event) {
        String detail = event.detail();
        switch (event.what()) {
            case "state" -> {
                boolean stops = detail.contains("→ PAUSED") || detail.contains("→ FAILED");
                end(HELD, event.at());
                end(AWAY, event.at());
                change(PAUSED, event, stops ? detail : null);
            }
            case "hold" -> change(HELD, event, detail);
            case "go-on" -> change(HELD, event, null);
            case "pace" -> change(HELD, event, detail.startsWith("no guard") ? null : detail);
            case "circuit" -> change(AWAY, event, open.containsKey(AWAY) ? null : detail);
            default -> {
                // does not say that it is held
            }
        }
    }

    private void change(String kind, RunEvent event, @Nullable String text) {
        end(kind, event.at());
        if (text != null) {
            open.put(kind, new Shade(kind, event.at(), event.at(), text));
        }
    }

    private void end(String kind, Instant at) {
        Shade begun = open.remove(kind);
        if (begun != null) {
            shades.add(new Shade(kind, begun.from(), at, begun.text()));
        }
    }
}
