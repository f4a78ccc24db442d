package dev.backfill.jobs.cli;

import dev.backfill.definition.DefinitionException.Mistake;
import dev.backfill.jobs.operations.DeadLetterGroup;
import dev.backfill.ledger.DeadLetter;
import dev.backfill.plan.Estimate;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Plan;
import dev.backfill.rehearsal.RehearsalReport;
import dev.backfill.run.RunEvent;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Settings;
import dev.backfill.run.Temporary;
import dev.backfill.run.Verification;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The documents that scripts read. Names and order are the stable surface: fields are added at the end, never moved. */
final class Documents {
    private Documents() {}

    static Map<String, @Nullable Object> run(RunStatus run) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("run", run.run().value());
        document.put("backfill", run.backfill());
        document.put("mode", run.mode().label());
        document.put("state", run.state().name());
        document.put("reason", run.reason());
        document.put("rows", rows(run.rows()));
        document.put("chunks", run.chunks());
        document.put(
                "partitions",
                object(
                        "total",
                        run.partitions().total(),
                        "done",
                        run.partitions().done()));
        document.put("progress", run.progress());
        document.put("rowsPerSecond", run.rowsPerSecond());
        document.put("etaSeconds", run.etaSeconds());
        document.put("startedAt", time(run.startedAt()));
        document.put("endedAt", time(run.endedAt()));
        document.put("activeSeconds", run.activeSeconds());
        document.put("throttledSeconds", run.throttledSeconds());
        document.put("verification", verification(run.verification()));
        document.put("settings", settings(run.settings()));
        Temporary temporary = run.temporary();
        document.put(
                "temporary",
                temporary == null
                        ? null
                        : object("until", time(temporary.until()), "then", settings(temporary.after())));
        document.put("canary", run.canary());
        return document;
    }

    private static Map<String, @Nullable Object> rows(RunStatus.Rows rows) {
        return object(
                "estimated", rows.estimated(),
                "scanned", rows.scanned(),
                "changed", rows.changed(),
                "unchanged", rows.unchanged(),
                "dead", rows.dead());
    }

    private static Map<String, @Nullable Object> verification(Verification verification) {
        return object(
                "state", verification.state().name(),
                "checks",
                        verification.checks().stream()
                                .map(check -> object(
                                        "name", check.name(),
                                        "state", check.state().name(),
                                        "expected", check.expected(),
                                        "actual", check.actual(),
                                        "detail", check.detail(),
                                        "keys", check.keys()))
                                .toList());
    }

    static Map<String, @Nullable Object> settings(Settings settings) {
        return object(
                "rowsPerSecond", settings.rowsPerSecond(),
                "workers", settings.workers(),
                "chunkRows", settings.chunkRows());
    }

    static Map<String, @Nullable Object> finding(Finding finding) {
        return object(
                "code", finding.code(),
                "severity", finding.severity().name(),
                "saw", finding.saw(),
                "advice", finding.advice());
    }

    static Map<String, @Nullable Object> plan(Plan plan) {
        return object(
                "backfill", plan.backfill().name(),
                "retryOf", plan.retryOf() == null ? null : plan.retryOf().value(),
                "database", plan.backfill().database(),
                "table", plan.backfill().table().toString(),
                "key", plan.key(),
                "refused", plan.refused(),
                "findings", plan.findings().stream().map(Documents::finding).toList(),
                "risk",
                        object(
                                "level", plan.risk().level().name(),
                                "reason", plan.risk().reason()),
                "estimate", estimate(plan.estimate()),
                "partitions", plan.partitions().size(),
                "idempotent", plan.idempotent(),
                "statements", plan.statements(),
                "definitionFingerprint", plan.definitionFingerprint(),
                "fingerprint", plan.fingerprint(),
                "windows",
                        plan.backfill().windows().stream()
                                .map(HoursText::window)
                                .toList(),
                "ramp",
                        plan.backfill().ramp().stream()
                                .map(step -> object(
                                        "rowsPerSecond", step.rowsPerSecond(), "holdSeconds", seconds(step.hold())))
                                .toList());
    }

    /** The rehearsed part as a run, and what only a dry run knows. Never its examples: they are row values. */
    static Map<String, @Nullable Object> rehearsal(RehearsalReport report) {
        Map<String, @Nullable Object> document = run(report.status());
        document.put("full", report.full());
        document.put("plan", plan(report.plan()));
        document.put("rejections", report.rejections());
        document.put(
                "chunkSeconds",
                object(
                        "fastest", seconds(report.fastestChunk()),
                        "median", seconds(report.medianChunk()),
                        "slowest", seconds(report.slowestChunk())));
        return document;
    }

    private static Map<String, @Nullable Object> estimate(Estimate estimate) {
        return object(
                "rows", estimate.rows(),
                "rowsExact", estimate.rowsExact(),
                "changes", estimate.changes(),
                "chunks", estimate.chunks(),
                "fastestSeconds", seconds(estimate.fastest()),
                "slowestSeconds", seconds(estimate.slowest()),
                "walBytes", estimate.walBytes() < 0 ? null : estimate.walBytes());
    }

    static Map<String, @Nullable Object> event(RunEvent event) {
        return object(
                "run", event.run().value(),
                "at", time(event.at()),
                "actor", event.actor(),
                "what", event.what(),
                "detail", event.detail());
    }

    static Map<String, @Nullable Object> deadLetter(DeadLetter letter) {
        return object(
                "partition", letter.partition(),
                "key", letter.key().parts(),
                "error", letter.error(),
                "at", time(letter.at()),
                "settledBy",
                        letter.settledBy() == null ? null : letter.settledBy().value());
    }

    static Map<String, @Nullable Object> deadLetterGroup(DeadLetterGroup group) {
        return object(
                "error", group.error(),
                "rows", group.rows(),
                "example", group.example().parts());
    }

    static Map<String, @Nullable Object> mistake(Mistake mistake) {
        return object("where", mistake.where(), "found", mistake.found(), "expected", mistake.expected());
    }

    /** Databases that could not be asked, and why. */
    static Map<String, @Nullable Object> unknown(Map<String, RuntimeException> unknown) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        unknown.forEach((database, why) -> document.put(database, why.getMessage()));
        return document;
    }

    static Map<String, @Nullable Object> error(String code, String message, String hint) {
        return object("error", object("code", code, "message", message, "hint", hint));
    }

    /** Names and values in turn. */
    static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return object;
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    static @Nullable String time(@Nullable Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
