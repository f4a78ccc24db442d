package dev.backfill.jobs.cli;

import dev.backfill.run.Stop;
import dev.backfill.run.StopOutcome;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Orders to stop all runs, for people and for scripts. */
final class StopText {
    private StopText() {}

    static String line(StopOutcome outcome) {
        String what =
                switch (outcome.state()) {
                    case STOPPED -> said(outcome);
                    case ALREADY_STOPPED -> "nothing changed: " + said(outcome);
                    case LIFTED -> "lifted; runs go on. It was " + said(outcome).replaceFirst("; lift it with.*", "");
                    case NOT_STOPPED -> "nothing changed: no stop is in force";
                    case FAILED -> "FAILED, its runs do not know: " + outcome.problem();
                };
        return outcome.control() + ": " + what;
    }

    private static String said(StopOutcome outcome) {
        Stop stop = outcome.stop();
        return stop == null ? "" : stop.text();
    }

    static Map<String, @Nullable Object> document(StopOutcome outcome) {
        Map<String, @Nullable Object> document = stop(outcome.control(), outcome.stop());
        document.put("state", outcome.state().name());
        document.put("problem", outcome.problem().isEmpty() ? null : outcome.problem());
        return document;
    }

    private static Map<String, @Nullable Object> stop(String control, @Nullable Stop stop) {
        return Documents.object(
                "control", control,
                "by", stop == null ? null : stop.by(),
                "since", stop == null ? null : Documents.time(stop.since()),
                "reason", stop == null ? null : stop.reason());
    }

    /** What is in force. */
    static List<Map<String, @Nullable Object>> documents(Map<String, Stop> stops) {
        return stops.entrySet().stream()
                .map(entry -> stop(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** What is in force. */
    static List<String> lines(Map<String, Stop> stops) {
        return stops.entrySet().stream()
                .map(entry ->
                        "STOPPED  " + entry.getKey() + ": " + entry.getValue().text())
                .toList();
    }
}
