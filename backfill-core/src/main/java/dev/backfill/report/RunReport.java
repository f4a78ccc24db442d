package dev.backfill.report;

import dev.backfill.plan.PlanSummary;
import dev.backfill.run.RunEvent;
import dev.backfill.run.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run, looked back at. Names, counts and keys; never row values. Immutable.
 *
 * @param events of this run, the oldest first
 * @param course what was committed when: equal spans of time without gaps between; empty if nothing was committed
 * @param span of each part of the course
 * @param chunkTimes how many chunks took how long in the database, commits left out
 */
public record RunReport(
        RunStatus status,
        String database,
        String table,
        Instant createdAt,
        @Nullable String lastProcess,
        PlanSummary plan,
        List<RunEvent> events,
        List<Span> course,
        Duration span,
        List<Bar> chunkTimes) {

    /** What was committed from this moment until the next one's. */
    public record Span(Instant from, long chunks, long scanned, long changed, long dead) {}

    /**
     * @param upTo inclusive; null for all that is longer
     */
    public record Bar(@Nullable Duration upTo, long chunks) {}
}
