package dev.backfill.throttle;

import dev.backfill.throttle.Controller.Load;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** What a run did in the last moments, for decisions: shorter than what people are shown. Thread-safe. */
public final class Recent {
    private static final long WINDOW_NANOS = Duration.ofSeconds(2).toNanos();
    /** How much of the earlier estimate of the capacity stays with each chunk. */
    private static final double MEMORY = 0.95;

    private record Commit(long at, long rows) {}

    private final LongSupplier nanoClock;
    private final Deque<Commit> commits = new ArrayDeque<>();
    private long rows;
    private double workedRows;
    private double workedNanos;

    /**
     * @param nanoClock such as {@link System#nanoTime}
     */
    public Recent(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /**
     * @param worked time of the chunk's statements and its commit
     */
    public synchronized void committed(long more, Duration worked) {
        commits.addLast(new Commit(nanoClock.getAsLong(), more));
        rows += more;
        workedRows = MEMORY * workedRows + more;
        workedNanos = MEMORY * workedNanos + worked.toNanos();
    }

    /**
     * @param workers as the run's settings have them
     */
    public synchronized Load load(int workers) {
        long now = nanoClock.getAsLong();
        while (!commits.isEmpty() && now - commits.getFirst().at() > WINDOW_NANOS) {
            rows -= commits.removeFirst().rows();
        }
        double capacity = workedNanos > 0 ? workedRows * 1e9 / workedNanos : 0;
        return new Load(rows * 1e9 / WINDOW_NANOS, capacity, workers);
    }
}
