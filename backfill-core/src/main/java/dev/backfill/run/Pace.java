package dev.backfill.run;

import dev.backfill.error.Counted;
import dev.backfill.run.RunSignal.ChunkCommitted;
import dev.backfill.run.RunSignal.Retried;
import dev.backfill.run.RunSignal.Throttled;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How fast a run goes, from the commits of the last seconds: the rate falls to zero by itself when nothing commits, and
 * paused time is not in it. Thread-safe.
 */
public final class Pace implements RunListener {
    private static final long WINDOW_NANOS = Duration.ofSeconds(10).toNanos();
    /** Something that slowed the run is worth telling for this long. */
    private static final long NEWS_NANOS = Duration.ofSeconds(5).toNanos();

    /**
     * @param moving time at which it came, by a clock that stands still while the run is held
     */
    private record Commit(long at, long moving, long rows) {}

    private final LongSupplier nanoClock;
    private final Pulse before;
    private final Deque<Commit> recent = new ArrayDeque<>();
    private final long began;
    private long ended = -1;
    private long rowsLeft;
    private long throttledNanos;
    private int workers;
    private int partitionsLeft = Integer.MAX_VALUE;
    private @Nullable Integer rate;
    private long slowedAt;
    private @Nullable String slowedBy;
    private @Nullable String steeredBy;
    private boolean steeredHeld;
    private @Nullable String heldBy;
    private @Nullable String away;
    private long heldNanos;
    private long heldSince = -1;

    /**
     * @param before what earlier processes said of the run last
     * @param rowsLeft estimated
     */
    public Pace(LongSupplier nanoClock, Pulse before, long rowsLeft, int workers) {
        this.nanoClock = nanoClock;
        this.before = before;
        this.began = nanoClock.getAsLong();
        this.rowsLeft = rowsLeft;
        this.workers = workers;
    }

    @Override
    public synchronized void on(RunSignal signal) {
        long now = nanoClock.getAsLong();
        if (signal instanceof ChunkCommitted chunk) {
            recent.addLast(new Commit(now, moving(now), chunk.scanned()));
            rowsLeft = Math.max(0, rowsLeft - chunk.scanned());
        } else if (signal instanceof Throttled throttled) {
            throttledNanos += throttled.waited().toNanos() / Math.max(1, Math.min(workers, partitionsLeft));
            Integer limit = throttled.reason().equals("rate-limit") ? rate : null;
            slow(now, throttled.reason() + (limit == null ? "" : ": " + Counted.number(limit) + " rows/s"));
        } else if (signal instanceof Retried retried) {
            slow(now, "retrying after: " + retried.message());
        } else if (signal instanceof RunSignal.SettingsChanged changed) {
            workers = changed.settings().workers();
            rate = changed.settings().rowsPerSecond();
        } else if (signal instanceof RunSignal.PartitionsLeft left) {
            partitionsLeft = left.partitions();
        } else if (signal instanceof RunSignal.Steered steered) {
            steered(steered, now);
        } else if (signal instanceof RunSignal.CircuitChanged changed) {
            away = changed.open() ? changed.text() : null;
            slow(now, changed.text());
            standOrMove(now);
        }
    }

    private void steered(RunSignal.Steered steered, long now) {
        steeredBy = steered.text();
        steeredHeld = steered.held();
        standOrMove(now);
    }

    /**
     * What keeps the run from working for now, guards aside, and what that is worth telling before all else.
     *
     * @param reason null lets go
     */
    public synchronized void hold(@Nullable String reason) {
        if (heldBy != null && reason == null) {
            // it is over, and no news any more
            slowedBy = null;
        }
        heldBy = reason;
        standOrMove(nanoClock.getAsLong());
    }

    private void standOrMove(long now) {
        boolean held = steeredHeld || heldBy != null || away != null;
        if (held && heldSince < 0) {
            heldSince = now;
        } else if (!held && heldSince >= 0) {
            heldNanos += now - heldSince;
            heldSince = -1;
        }
    }

    /** A clock that stands still while the run is held: that time is not in the estimate of what is left. */
    private long moving(long now) {
        return now - heldNanos - (heldSince < 0 ? 0 : now - heldSince);
    }

    private void slow(long now, String why) {
        slowedAt = now;
        slowedBy = why;
    }

    /** Chunks are over; what follows is not working time. */
    public synchronized void end() {
        ended = nanoClock.getAsLong();
        recent.clear();
    }

    public synchronized Pulse pulse() {
        long now = nanoClock.getAsLong();
        long moving = moving(now);
        recent.removeIf(commit -> moving - commit.moving() > WINDOW_NANOS);
        double rate = rate(now - began, c -> now - c.at());
        double pace = rate(moving - began, c -> moving - c.moving());
        long active = (ended < 0 ? now : ended) - began;
        return new Pulse(
                slowedBy(now),
                rate,
                pace > 0 ? (long) Math.ceil(rowsLeft / pace) : null,
                before.activeMillis() + active / 1_000_000,
                before.throttledMillis() + throttledNanos / 1_000_000);
    }

    /** Rows per second of the window, or of the time there was so far. */
    private double rate(long sinceBegin, ToLongFunction<Commit> age) {
        long span = Math.max(1, Math.min(WINDOW_NANOS, sinceBegin));
        long rows = recent.stream()
                .filter(c -> age.applyAsLong(c) <= WINDOW_NANOS)
                .mapToLong(Commit::rows)
                .sum();
        return rows * 1e9 / span;
    }

    private @Nullable String slowedBy(long now) {
        if (away != null) {
            return away;
        }
        return heldBy != null
                ? heldBy
                : steeredBy != null ? steeredBy : slowedBy != null && now - slowedAt < NEWS_NANOS ? slowedBy : null;
    }
}
