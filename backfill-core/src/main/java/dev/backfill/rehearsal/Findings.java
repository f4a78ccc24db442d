package dev.backfill.rehearsal;

import dev.backfill.database.Target.Example;
import dev.backfill.definition.DeadLetterLimit;
import dev.backfill.plan.Plan;
import dev.backfill.rehearsal.Rehearsal.Attempt;
import dev.backfill.run.RunId;
import dev.backfill.run.RunMode;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Settings;
import dev.backfill.run.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a rehearsal has seen so far. */
final class Findings {
    private static final int EXAMPLES = 10;

    private final Plan plan;
    private final Settings settings;
    private final DeadLetterLimit limit;
    private final Instant began = Instant.now();
    private final List<Example> examples = new ArrayList<>();
    private final Map<String, Long> rejections = new LinkedHashMap<>();
    private final List<Duration> times = new ArrayList<>();
    private long scanned;
    private long changed;
    private long dead;
    private int partitionsDone;

    Findings(Plan plan, Settings settings) {
        this.plan = plan;
        this.settings = settings;
        this.limit = plan.backfill().limits().maxDeadLetters();
    }

    int examplesWanted() {
        return EXAMPLES - examples.size();
    }

    boolean tooManyDead() {
        return dead > limit.of(plan.estimate().rows());
    }

    void add(Attempt attempt) {
        scanned += attempt.rows;
        changed += attempt.changed();
        dead += attempt.dead();
        examples.addAll(attempt.examples);
        if (attempt.failure != null) {
            rejections.merge(attempt.failure, 1L, Long::sum);
        }
        if (attempt.result != null) {
            attempt.result.rejected().values().forEach(reason -> rejections.merge(reason, 1L, Long::sum));
            times.add(attempt.clock.total());
        }
    }

    void partition(boolean complete) {
        partitionsDone += complete ? 1 : 0;
    }

    RehearsalReport report(boolean full, boolean interrupted) {
        List<Duration> sorted = times.stream().sorted().toList();
        RunStatus status = status(full, interrupted);
        return new RehearsalReport(
                plan,
                status,
                full && status.state() == RunState.SUCCEEDED,
                examples,
                mostFrequentFirst(rejections),
                sorted.isEmpty() ? Duration.ZERO : sorted.get(0),
                sorted.isEmpty() ? Duration.ZERO : sorted.get(sorted.size() / 2),
                sorted.isEmpty() ? Duration.ZERO : sorted.get(sorted.size() - 1));
    }

    static Map<String, Long> mostFrequentFirst(Map<String, Long> reasons) {
        Map<String, Long> sorted = new LinkedHashMap<>();
        reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .forEach(reason -> sorted.put(reason.getKey(), reason.getValue()));
        return sorted;
    }

    private RunStatus status(boolean full, boolean interrupted) {
        Instant now = Instant.now();
        double seconds = Math.max(0.001, Duration.between(began, now).toMillis() / 1000.0);
        RunState state = tooManyDead() ? RunState.FAILED : interrupted ? RunState.ABORTED : RunState.SUCCEEDED;
        long rows = plan.estimate().rows();
        double share = rows == 0 ? 1 : Math.min(1, (double) scanned / rows);
        return new RunStatus(
                new RunId(plan.backfill().name() + "-dry-run"),
                plan.backfill().name(),
                RunMode.DRY_RUN,
                state,
                reason(interrupted),
                new RunStatus.Rows(rows, scanned, changed, Math.max(0, scanned - changed - dead), dead),
                times.size(),
                new RunStatus.Partitions(plan.partitions().size(), partitionsDone),
                full && state == RunState.SUCCEEDED ? 1 : share,
                scanned / seconds,
                0L,
                settings,
                began,
                now,
                seconds,
                0,
                Verification.PENDING);
    }

    private @Nullable String reason(boolean interrupted) {
        if (tooManyDead()) {
            return "more than " + limit.shown(plan.estimate().rows()) + " could not be changed (max-dead-letters)";
        }
        return interrupted ? "interrupted" : null;
    }
}
