package dev.backfill.throttle;

import dev.backfill.error.Counted;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a run may do at this moment, beside what its own settings allow.
 *
 * @param rowsPerSecond of the whole run; infinite means as fast as it goes
 * @param workers that may run chunks at the same time
 * @param chunkRows the most that a chunk may have
 * @param binding the verdict that holds the run back most; null if none does
 * @param held true if no chunk may begin
 * @param since how long something has held it back without a break
 */
public record Allowance(
        double rowsPerSecond, int workers, int chunkRows, @Nullable Verdict binding, boolean held, Duration since) {
    /** Nothing holds the run back. */
    public static final Allowance ALL =
            new Allowance(Double.POSITIVE_INFINITY, Integer.MAX_VALUE, Integer.MAX_VALUE, null, false, Duration.ZERO);

    /** True if the guards limit the rate. */
    public boolean limited() {
        return !Double.isInfinite(rowsPerSecond);
    }

    /** Who limits, short and stable: a label of metrics. */
    public String signal() {
        return binding == null ? "speeding-up" : binding.guard();
    }

    /** For people: {@code slowed to 1,200 rows/s: replication-lag 4.1 s > 2 s for 38 s}; null if nothing holds it back. */
    public @Nullable String text() {
        if (binding == null) {
            return limited() ? "speeding up, at most " + rate() : null;
        }
        String why = binding.text() + " for " + since.toSeconds() + " s";
        return held ? "held: " + why : limited() ? "slowed to " + rate() + ": " + why : null;
    }

    private String rate() {
        return Counted.number(Math.round(rowsPerSecond)) + " rows/s";
    }
}
