package dev.backfill.jobs.cli;

import dev.backfill.report.RunReport;
import dev.backfill.run.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What every form of the report says in words, in the order it says it. */
final class ReportFacts {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private ReportFacts() {}

    static String time(@Nullable Instant at) {
        return at == null ? "-" : TIME.format(at);
    }

    static Map<String, String> ran(RunReport report) {
        RunStatus run = report.status();
        RunStatus.Rows rows = run.rows();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Backfill", run.backfill());
        facts.put("Table", report.database() + "." + report.table());
        facts.put("State", run.state() + (run.reason() == null || run.reason().isEmpty() ? "" : ": " + run.reason()));
        facts.put("Planned", time(report.createdAt()) + " UTC");
        facts.put("Started", run.startedAt() == null ? "-" : time(run.startedAt()) + " UTC");
        facts.put("Ended", run.endedAt() == null ? "-" : time(run.endedAt()) + " UTC");
        facts.put(
                "Active",
                Figures.seconds(run.activeSeconds()) + ", " + Figures.seconds(run.throttledSeconds())
                        + " of it waited on purpose");
        facts.put(
                "Rows",
                Figures.count(rows.scanned()) + " of about " + Figures.count(rows.estimated()) + " scanned: "
                        + Figures.count(rows.changed()) + " changed, " + Figures.count(rows.unchanged())
                        + " unchanged, " + Figures.count(rows.dead()) + " dead");
        facts.put(
                "Chunks",
                Figures.count(run.chunks()) + " in "
                        + Figures.count(run.partitions().done()) + " of "
                        + Figures.count(run.partitions().total(), "partition"));
        facts.put("Last process", report.lastProcess() == null ? "-" : report.lastProcess());
        return facts;
    }

    static Map<String, String> plan(RunReport report) {
        var plan = report.plan();
        var estimate = plan.estimate();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Risk", plan.risk().level() + ": " + plan.risk().reason());
        facts.put("Repeatable", plan.idempotent() ? "yes" : "no, or not tried: only the ledger guarantees once");
        facts.put("Key", String.join(", ", plan.key()));
        facts.put(
                "Expected",
                Figures.count(estimate.changes()) + " of " + (estimate.rowsExact() ? "" : "about ")
                        + Figures.count(estimate.rows(), "row") + " to change, " + Figures.time(estimate.fastest())
                        + " to " + Figures.time(estimate.slowest()));
        facts.put("Log", Figures.bytes(estimate.walBytes()) + " expected");
        if (plan.retryOf() != null) {
            facts.put("Retry", "of the rows that failed in " + plan.retryOf());
        }
        facts.put("Plan", plan.fingerprint());
        return facts;
    }

    static String upTo(RunReport.Bar bar, @Nullable Duration before) {
        Duration limit = bar.upTo();
        return limit == null ? "over " + (before == null ? "0" : Figures.time(before)) : "up to " + Figures.time(limit);
    }
}
