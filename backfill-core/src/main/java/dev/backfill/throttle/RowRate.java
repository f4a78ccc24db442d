package dev.backfill.throttle;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A limit in rows per second, paid after the work: a chunk's rows are reserved once they are committed, and the answer
 * is how long to wait before the next chunk. Never waits itself. Thread-safe.
 */
public final class RowRate {
    /** Fine enough that waits are smooth. */
    private static final Duration PERIOD = Duration.ofMillis(10);
    /** With so many permits to a row, a period's share of any rate is a whole number: the rate itself. */
    private static final int PERMITS_PER_ROW = 100;
    /** What is owed at once is counted in an int, by the limiter too. */
    private static final int MOST_ROWS = Integer.MAX_VALUE / PERMITS_PER_ROW / 8;

    private final LongSupplier nanoClock;
    private volatile @Nullable Limit limit;

    /** One rate in force. */
    private record Limit(int rowsPerSecond, RateLimiter limiter) {}

    public RowRate() {
        this(System::nanoTime);
    }

    /**
     * @param nanoClock in place of {@link System#nanoTime}
     */
    public RowRate(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /**
     * What is owed stays owed, at the new rate.
     *
     * @param rowsPerSecond null means no limit
     */
    public synchronized void set(@Nullable Integer rowsPerSecond) {
        Limit now = limit;
        if (rowsPerSecond == null) {
            limit = null;
        } else if (now == null) {
            limit = new Limit(rowsPerSecond, limiter(rowsPerSecond));
        } else if (now.rowsPerSecond() != rowsPerSecond) {
            now.limiter().changeLimitForPeriod(rowsPerSecond);
            limit = new Limit(rowsPerSecond, now.limiter());
        }
    }

    /** Pays for rows and says how long to wait before doing more. */
    public Duration pay(int rows) {
        Limit now = limit;
        if (now == null || rows <= 0) {
            return Duration.ZERO;
        }
        long nanos = now.limiter().reservePermission(Math.min(rows, MOST_ROWS) * PERMITS_PER_ROW);
        return nanos < 0 ? Duration.ofDays(1) : Duration.ofNanos(nanos);
    }

    /** Null means no limit. */
    public @Nullable Integer rowsPerSecond() {
        Limit now = limit;
        return now == null ? null : now.rowsPerSecond();
    }

    private RateLimiter limiter(int rowsPerSecond) {
        RateLimiterConfig config = RateLimiterConfig.custom()
                .limitForPeriod(rowsPerSecond)
                .limitRefreshPeriod(PERIOD)
                // with the default of 5 s a larger debt is refused and nothing is reserved
                .timeoutDuration(Duration.ofDays(1))
                .build();
        return new AtomicRateLimiter("rows", config, nanoClock::getAsLong);
    }
}
