package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.DeadLetterSummary;
import dev.backfill.report.RunReport;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run looked back at, for scripts: the run as everywhere, and what only the report has. */
final class ReportDocument {
    private ReportDocument() {}

    static Map<String, @Nullable Object> of(RunReport report, DeadLetterSummary letters) {
        Map<String, @Nullable Object> document = Documents.run(report.status());
        document.put("database", report.database());
        document.put("table", report.table());
        document.put("createdAt", Documents.time(report.createdAt()));
        document.put("plan", plan(report));
        document.put("events", report.events().stream().map(Documents::event).toList());
        document.put("spanSeconds", Documents.seconds(report.span()));
        document.put(
                "course",
                report.course().stream()
                        .map(span -> Documents.object(
                                "from", Documents.time(span.from()),
                                "chunks", span.chunks(),
                                "scanned", span.scanned(),
                                "changed", span.changed(),
                                "dead", span.dead()))
                        .toList());
        document.put(
                "chunkTimes",
                report.chunkTimes().stream()
                        .map(bar -> Documents.object("upToSeconds", seconds(bar.upTo()), "chunks", bar.chunks()))
                        .toList());
        document.put(
                "deadLetters",
                Documents.object(
                        "total",
                        letters.total(),
                        "settled",
                        letters.settled(),
                        "groups",
                        letters.groups().stream()
                                .map(Documents::deadLetterGroup)
                                .toList()));
        return document;
    }

    private static @Nullable Double seconds(@Nullable Duration duration) {
        return duration == null ? null : Double.valueOf(Documents.seconds(duration));
    }

    private static Map<String, @Nullable Object> plan(RunReport report) {
        var plan = report.plan();
        var estimate = plan.estimate();
        return Documents.object(
                "key", plan.key(),
                "partitions", plan.partitions(),
                "risk",
                        Documents.object(
                                "level", plan.risk().level().name(),
                                "reason", plan.risk().reason()),
                "idempotent", plan.idempotent(),
                "retryOf", plan.retryOf() == null ? null : plan.retryOf().value(),
                "rows", estimate.rows(),
                "changes", estimate.changes(),
                "fastestSeconds", Documents.seconds(estimate.fastest()),
                "slowestSeconds", Documents.seconds(estimate.slowest()),
                "walBytes", estimate.walBytes() < 0 ? null : estimate.walBytes(),
                "findings", plan.findings().stream().map(Documents::finding).toList(),
                "statements", plan.statements(),
                "fingerprint", plan.fingerprint());
    }
}
