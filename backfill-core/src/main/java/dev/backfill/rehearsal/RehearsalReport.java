package dev.backfill.rehearsal;

import dev.backfill.database.Target.Example;
import dev.backfill.plan.Plan;
import dev.backfill.run.RunStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a dry run saw.
 *
 * @param status the rehearsed part as a run: rows and chunks of the sample, or of the whole table
 * @param full true if every chunk was rehearsed; false for a sample, and if it was stopped before its end
 * @param examples rows before and after; row values, for the operator's terminal only
 * @param rejections reason to number of rows that would become dead letters, the most frequent first
 * @param fastestChunk shortest chunk rehearsed
 * @param slowestChunk longest chunk rehearsed
 */
public record RehearsalReport(
        Plan plan,
        RunStatus status,
        boolean full,
        List<Example> examples,
        Map<String, Long> rejections,
        Duration fastestChunk,
        Duration medianChunk,
        Duration slowestChunk) {}
