package dev.backfill.throttle;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** Rows per second of the last moments, for decisions: shorter than what people are shown. Thread-safe. */
public final class Recent {
    private static final long WINDOW_NANOS = Duration.ofSeconds(2).toNanos();

    private record Commit(long at, long rows) {}

    private final LongSupplier nanoClock;
    private final Deque<Commit> commits = new ArrayDeque<>();
    private long rows;

    /**
     * @param nanoClock such as {@link System#nanoTime}
     */
    public Recent(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    public synchronized void committed(long more) {
        commits.addLast(new Commit(nanoClock.getAsLong(), more));
        rows += more;
    }

    public synchronized double rowsPerSecond() {
        long now = nanoClock.getAsLong();
        while (!commits.isEmpty() && now - commits.getFirst().at() > WINDOW_NANOS) {
            rows -= commits.removeFirst().rows();
        }
        return rows * 1e9 / WINDOW_NANOS;
    }
}
