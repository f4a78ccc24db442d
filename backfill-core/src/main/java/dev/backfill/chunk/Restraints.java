package dev.backfill.chunk;

import dev.backfill.error.Counted;
import dev.backfill.run.Settings;
import dev.backfill.throttle.Allowance;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that holds a run back or slows it, whoever says so. Not thread-safe: {@link Controls} sees to that. */
final class Restraints {
    private final Map<String, Hold> holds = new TreeMap<>();
    private final Map<String, Integer> rates = new TreeMap<>();
    private Allowance allowance = Allowance.ALL;
    private long allowedUntilNanos = Long.MAX_VALUE;
    private boolean watched;

    /** Null lets go. */
    void hold(String source, @Nullable Hold hold) {
        if (hold == null) {
            holds.remove(source);
        } else {
            holds.put(source, hold);
        }
    }

    @Nullable
    Hold held() {
        return holds.isEmpty() ? null : holds.values().iterator().next();
    }

    /** Null lets go. */
    void limit(String signal, @Nullable Integer rowsPerSecond) {
        if (rowsPerSecond == null) {
            rates.remove(signal);
        } else {
            rates.put(signal, rowsPerSecond);
        }
    }

    void allow(Allowance next, long untilNanos) {
        allowance = next;
        watched = true;
        allowedUntilNanos = untilNanos;
    }

    Allowance allowance() {
        return allowance;
    }

    /** The lowest of all rates; null for no limit. */
    @Nullable
    RateLimit rate(Settings settings) {
        Integer own = settings.rowsPerSecond();
        RateLimit lowest = own == null ? null : new RateLimit("rate-limit", own);
        for (Map.Entry<String, Integer> other : rates.entrySet()) {
            lowest = lower(lowest, other.getKey(), other.getValue());
        }
        return allowance.limited()
                ? lower(lowest, allowance.signal(), (int)
                        Math.max(1, Math.min(Integer.MAX_VALUE, allowance.rowsPerSecond())))
                : lowest;
    }

    /**
     * What the guards hold the run back by; null if they do not, or only let it speed up slowly while another rate is
     * lower. That rate comes first where a guard would slow the run too: a ramp does not rise then.
     */
    @Nullable
    String heldByGuards(Settings settings) {
        RateLimit rate = rate(settings);
        String text = allowance.text();
        if (allowance.held() || rate == null || rate.signal().equals(allowance.signal())) {
            return text;
        }
        return text == null || allowance.binding() == null
                ? null
                : rate.signal() + ": " + Counted.number(rate.rowsPerSecond()) + " rows/s; beside that " + text;
    }

    private static RateLimit lower(@Nullable RateLimit lowest, String signal, int rowsPerSecond) {
        return lowest != null && lowest.rowsPerSecond() <= rowsPerSecond
                ? lowest
                : new RateLimit(signal, rowsPerSecond);
    }

    /** What keeps a chunk from beginning beside so many others, on purpose; null for nothing. */
    @Nullable
    String obstacle(int working, Settings settings) {
        Hold held = held();
        if (held != null) {
            return held.signal();
        }
        if (watched && System.nanoTime() - allowedUntilNanos > 0) {
            return "guards";
        }
        if (allowance.held()) {
            return allowance.signal();
        }
        if (working < allowance.workers()) {
            return null;
        }
        // at a lower rate than the guards' even fewer workers would do: it is the rate that this one waits for
        RateLimit rate = rate(settings);
        return rate == null ? allowance.signal() : rate.signal();
    }
}
