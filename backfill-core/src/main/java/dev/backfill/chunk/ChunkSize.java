package dev.backfill.chunk;

import dev.backfill.chunk.ChunkTransaction.ChunkAttempt;
import dev.backfill.definition.ChunkLimits;
import dev.backfill.error.Counted;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.throttle.ChunkSizer;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How many rows a chunk has where nothing is wrong with them, and what decides that. Thread-safe. */
final class ChunkSize {
    /** Two limits that are close to each other take turns; nobody reads of each turn. */
    private static final Duration TOLD_AT_MOST_EVERY = Duration.ofSeconds(10);

    private enum By {
        TIME,
        GUARDS,
        RATE,
        SETTING
    }

    private record Sized(int rows, By by, String reason) {}

    private final ChunkLimits limits;
    private final Controls controls;
    private final RunListener listener;
    private final LongSupplier nanoClock;
    /** By the time that chunks take. */
    private volatile int size;

    private By told = By.TIME;
    private @Nullable Long toldAt;

    /**
     * @param nanoClock in place of {@link System#nanoTime}
     */
    ChunkSize(ChunkLimits limits, Controls controls, RunListener listener, LongSupplier nanoClock) {
        this.limits = limits;
        this.controls = controls;
        this.listener = listener;
        this.nanoClock = nanoClock;
        this.size = limits.min();
    }

    int normal() {
        Sized now = sized();
        tell(now);
        return now.rows();
    }

    private Sized sized() {
        Integer fixed = controls.settings().chunkRows();
        if (fixed != null) {
            return new Sized(fixed, By.SETTING, "as it was set");
        }
        Sized sized = new Sized(size, By.TIME, "by the time that chunks take");
        int allowed = controls.allowance().chunkRows();
        if (allowed < sized.rows()) {
            sized = new Sized(allowed, By.GUARDS, "small while guards hold the run back");
        }
        RateLimit limit = controls.rate();
        if (limit == null) {
            return sized;
        }
        int even = ChunkSizer.smooth(limit.rowsPerSecond());
        return even < sized.rows()
                ? new Sized(
                        even, By.RATE, "small, so that " + Counted.of(limit.rowsPerSecond(), "row") + "/s come evenly")
                : sized;
    }

    private synchronized void tell(Sized now) {
        long clock = nanoClock.getAsLong();
        Long before = toldAt;
        if (now.by() == told || (before != null && clock - before < TOLD_AT_MOST_EVERY.toNanos())) {
            return;
        }
        told = now.by();
        toldAt = clock;
        listener.on(new RunSignal.ChunkResized(now.rows(), now.reason()));
    }

    /** Learns from a chunk that was committed. */
    void committed(Slice slice, ChunkAttempt done) {
        if (slice.smallSize > 0) {
            slice.recover(done.rows, done.size, sized().rows());
            if (slice.smallSize == 0) {
                listener.on(new RunSignal.ChunkResized(
                        sized().rows(), "partition " + done.id.partition() + ": back from small chunks"));
            }
            return;
        }
        int before = size;
        int after = ChunkSizer.afterCommit(limits, before, done.rows, done.clock.total());
        // a short chunk, of a partition's end or of a low rate, says nothing about larger ones
        boolean telling = done.rows == done.size && (done.size == before || after < before);
        if (telling && after != before) {
            size = after;
            listener.on(
                    new RunSignal.ChunkResized(after, after > before ? "faster than target" : "slower than target"));
        }
    }
}
