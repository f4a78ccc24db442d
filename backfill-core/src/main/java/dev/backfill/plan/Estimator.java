package dev.backfill.plan;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.ChunkLimits;
import java.time.Duration;
import java.util.function.ToLongFunction;

/** From timed chunks to the whole run. Pure. */
final class Estimator {
    private Estimator() {}

    static Estimate estimate(Backfill backfill, Survey survey) {
        Bounds bounds = survey.bounds();
        TrialResult trial = survey.trial();
        long rows = bounds.rows();
        double[] costs = costs(trial);
        if (rows <= 0 || costs.length == 0) {
            return new Estimate(Math.max(rows, 0), bounds.exact(), 0, 0, Duration.ZERO, Duration.ZERO, -1);
        }
        double median = costs[costs.length / 2];
        long chunks = Math.max(bounds.partitions().size(), chunks(backfill.chunk(), rows, median));
        double fastest = Math.max(rows * median / backfill.workers(), throttled(backfill, rows));
        double slowest = Math.max(rows * costs[costs.length - 1], fastest);
        return new Estimate(
                rows,
                bounds.exact(),
                changes(trial, rows),
                chunks,
                Duration.ofNanos((long) fastest),
                Duration.ofNanos((long) slowest),
                logBytes(trial, rows));
    }

    /** Nanoseconds per row, ascending, of chunks large enough that their fixed costs do not count. */
    private static double[] costs(TrialResult trial) {
        long most = trial.chunks().stream().mapToLong(TrialChunk::rows).max().orElse(0);
        return trial.chunks().stream()
                .filter(c -> c.rows() > 0 && c.rows() * 2 >= most)
                .mapToDouble(TrialChunk::nanosPerRow)
                .sorted()
                .toArray();
    }

    private static long chunks(ChunkLimits limits, long rows, double nanosPerRow) {
        double fitting = limits.targetTime().toNanos() / Math.max(nanosPerRow, 1);
        return (long) Math.ceil(rows / Math.min(Math.max(fitting, limits.min()), limits.max()));
    }

    private static double throttled(Backfill backfill, long rows) {
        Integer limit = backfill.limits().rowsPerSecond();
        return limit == null ? 0 : rows * 1e9 / limit;
    }

    private static long changes(TrialResult trial, long rows) {
        return trial.wholeTable() ? trial.changed() : scaled(trial, rows, TrialChunk::changed);
    }

    private static long logBytes(TrialResult trial, long rows) {
        boolean known = trial.chunks().stream().allMatch(c -> c.logBytes() >= 0);
        return known ? scaled(trial, rows, TrialChunk::logBytes) : -1;
    }

    /** Chunks without a number of rows were picked for their rows and stand for no others. */
    private static long scaled(TrialResult trial, long rows, ToLongFunction<TrialChunk> figure) {
        return Math.round((double) rows * trial.sum(c -> c.rows() == 0 ? 0 : figure.applyAsLong(c)) / trial.rows());
    }
}
