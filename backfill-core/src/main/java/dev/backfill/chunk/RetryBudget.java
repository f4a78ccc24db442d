package dev.backfill.chunk;

import dev.backfill.database.FailureClass;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many chunks may be tried again within a minute. A chunk that is halved to find a bad row does not count: how many
 * of those there may be is said by {@code max-dead-letters}. Thread-safe.
 */
final class RetryBudget {
    private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();

    private record Retry(long at, String why) {}

    private final @Nullable Integer most;
    private final LongSupplier nanoClock;
    private final Deque<Retry> retries = new ArrayDeque<>();

    /**
     * @param most per minute; null means no limit
     */
    RetryBudget(@Nullable Integer most, LongSupplier nanoClock) {
        this.most = most;
        this.nanoClock = nanoClock;
    }

    /**
     * Counts a retry.
     *
     * @param why safe to show
     * @return why the run has to stop, if it was one too many
     */
    synchronized Optional<String> spend(FailureClass failureClass, String why) {
        if (most == null || failureClass == FailureClass.DATA) {
            return Optional.empty();
        }
        long now = nanoClock.getAsLong();
        retries.addLast(new Retry(now, why));
        while (now - retries.getFirst().at() >= WINDOW_NANOS) {
            retries.removeFirst();
        }
        if (retries.size() <= most) {
            return Optional.empty();
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        retries.forEach(retry -> counts.merge(retry.why(), 1, Integer::sum));
        Map.Entry<String, Integer> commonest =
                counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
        return Optional.of("paused by itself: more than " + most
                + " chunks had to be tried again within a minute (max-retries-per-minute), " + commonest.getValue()
                + " of them for: " + commonest.getKey());
    }
}
