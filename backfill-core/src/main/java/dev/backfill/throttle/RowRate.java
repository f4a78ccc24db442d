package dev.backfill.throttle;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A limit in rows per second, paid after the work: a chunk's rows are reserved once they are committed, and the answer
 * is how long to wait before the next chunk. Never waits itself. Thread-safe.
 */
public final class RowRate {
    /** Fine enough that waits are smooth, coarse enough that the period's share of the rate is a whole number. */
    private static final int PERIODS_PER_SECOND = 100;

    private volatile @Nullable Limit limit;

    /** One rate in force. */
    private record Limit(int rowsPerSecond, RateLimiter limiter) {}

    /**
     * @param rowsPerSecond null means no limit
     */
    public synchronized void set(@Nullable Integer rowsPerSecond) {
        Limit now = limit;
        if (rowsPerSecond == null) {
            limit = null;
        } else if (now == null || now.rowsPerSecond() != rowsPerSecond) {
            limit = new Limit(rowsPerSecond, limiter(rowsPerSecond));
        }
    }

    /** Pays for rows and says how long to wait before doing more. */
    public Duration pay(int rows) {
        Limit now = limit;
        if (now == null || rows <= 0) {
            return Duration.ZERO;
        }
        long nanos = now.limiter().reservePermission(rows);
        return nanos < 0 ? Duration.ofDays(1) : Duration.ofNanos(nanos);
    }

    /** Null means no limit. */
    public @Nullable Integer rowsPerSecond() {
        Limit now = limit;
        return now == null ? null : now.rowsPerSecond();
    }

    private static RateLimiter limiter(int rowsPerSecond) {
        int permits = Math.max(1, rowsPerSecond / PERIODS_PER_SECOND);
        return RateLimiter.of(
                "rows",
                RateLimiterConfig.custom()
                        .limitForPeriod(permits)
                        .limitRefreshPeriod(Duration.ofNanos(1_000_000_000L * permits / rowsPerSecond))
                        // with the default of 5 s a larger debt is refused and nothing is reserved
                        .timeoutDuration(Duration.ofDays(1))
                        .build());
    }
}
