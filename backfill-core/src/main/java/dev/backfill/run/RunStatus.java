package dev.backfill.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one run at one moment.
 *
 * @param reason why it is not running, or what slows it; null if neither
 * @param progress 0 to 1
 * @param rowsPerSecond of recent commits; decays to 0 when nothing commits
 * @param etaSeconds null if unknown
 * @param activeSeconds time spent running, pauses excluded
 * @param temporary which of the settings hold for a while only; null if none do
 * @param canary the share of the rows after which the run pauses; null if it does not
 * @param throttledSeconds time waited on purpose, summed over workers and divided by the number of those that have a partition
 */
public record RunStatus(
        RunId run,
        String backfill,
        RunMode mode,
        RunState state,
        @Nullable String reason,
        Rows rows,
        long chunks,
        Partitions partitions,
        double progress,
        double rowsPerSecond,
        @Nullable Long etaSeconds,
        Settings settings,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        double activeSeconds,
        double throttledSeconds,
        Verification verification,
        @Nullable Temporary temporary,
        @Nullable Double canary) {

    /** Of a run whose settings hold for good and that is no canary. */
    public RunStatus(
            RunId run,
            String backfill,
            RunMode mode,
            RunState state,
            @Nullable String reason,
            Rows rows,
            long chunks,
            Partitions partitions,
            double progress,
            double rowsPerSecond,
            @Nullable Long etaSeconds,
            Settings settings,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            double activeSeconds,
            double throttledSeconds,
            Verification verification) {
        this(
                run,
                backfill,
                mode,
                state,
                reason,
                rows,
                chunks,
                partitions,
                progress,
                rowsPerSecond,
                etaSeconds,
                settings,
                startedAt,
                endedAt,
                activeSeconds,
                throttledSeconds,
                verification,
                null,
                null);
    }

    /**
     * What is left to say of the run once its state cannot be read any more: how far it was, but no rate and no estimate.
     *
     * @param why it cannot be read
     */
    public RunStatus unseen(String why) {
        return new RunStatus(
                run,
                backfill,
                mode,
                state,
                why,
                rows,
                chunks,
                partitions,
                progress,
                0,
                null,
                settings,
                startedAt,
                endedAt,
                activeSeconds,
                throttledSeconds,
                verification,
                temporary,
                canary);
    }

    /**
     * @param estimated at planning
     * @param scanned changed, unchanged and dead together
     */
    public record Rows(long estimated, long scanned, long changed, long unchanged, long dead) {
        public static final Rows NONE = new Rows(0, 0, 0, 0, 0);

        public Rows plus(Rows other) {
            return new Rows(
                    estimated + other.estimated,
                    scanned + other.scanned,
                    changed + other.changed,
                    unchanged + other.unchanged,
                    dead + other.dead);
        }
    }

    public record Partitions(int total, int done) {}
}
