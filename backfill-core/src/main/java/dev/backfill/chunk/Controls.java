package dev.backfill.chunk;

import dev.backfill.run.Settings;
import dev.backfill.throttle.Allowance;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the workers of one run obey between chunks: settings, the wish to stop, the lease. Written by the heartbeat, read
 * by every worker; whoever waits here wakes at once when something changes. Thread-safe.
 */
public final class Controls {
    /** The longest wait on purpose that is not told of. */
    private static final Duration SLICE = Duration.ofSeconds(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Restraints restraints = new Restraints();
    private Settings settings;
    private @Nullable StopRequest stop;
    private int working;
    private long leasedUntilNanos = Long.MAX_VALUE;
    private boolean leaseLimited;

    public Controls(Settings settings) {
        this.settings = settings;
    }

    public Settings settings() {
        return locked(() -> settings);
    }

    public void set(Settings next) {
        change(() -> settings = next);
    }

    /** The first request stays: later ones are consequences. Being fenced out overrules all, and an abort a pause. */
    public void stop(StopRequest request) {
        locked(() -> {
            boolean overrules = request.kind() == StopRequest.Kind.FENCED
                    || (request.kind() == StopRequest.Kind.ABORT
                            && stop != null
                            && stop.kind() == StopRequest.Kind.PAUSE);
            if (stop == null || overrules) {
                stop = request;
            }
            changed.signalAll();
            return true;
        });
    }

    public Optional<StopRequest> stopRequest() {
        return Optional.ofNullable(locked(() -> stop));
    }

    public boolean stopping() {
        return stopRequest().isPresent();
    }

    /** The lease was renewed; chunks may begin until this much time from now. */
    public void leasedFor(Duration time) {
        locked(() -> {
            leasedUntilNanos = System.nanoTime() + time.toNanos();
            leaseLimited = true;
            changed.signalAll();
            return true;
        });
    }

    /** True if the lease ran out: no chunk may begin until it is renewed. */
    public boolean leaseLapsed() {
        return locked(this::lapsed);
    }

    private boolean lapsed() {
        return leaseLimited && System.nanoTime() - leasedUntilNanos > 0;
    }

    /**
     * Keeps chunks from beginning, or lets them; several may do so at once.
     *
     * @param source who says so
     * @param hold null lets go
     */
    public void hold(String source, @Nullable Hold hold) {
        change(() -> restraints.hold(source, hold));
    }

    /** What holds the run for now, other than the guards. */
    public Optional<Hold> held() {
        return Optional.ofNullable(locked(restraints::held));
    }

    /**
     * What the guards allow.
     *
     * @param valid after this time without another word nobody is watching any more, and no chunk begins
     */
    public void allow(Allowance next, Duration valid) {
        change(() -> restraints.allow(next, System.nanoTime() + valid.toNanos()));
    }

    public Allowance allowance() {
        return locked(restraints::allowance);
    }

    /**
     * Limits the rate beside the run's own settings; several may do so, and the lowest is in force.
     *
     * @param signal short and stable: a label of metrics
     * @param rowsPerSecond null lets go
     */
    public void limit(String signal, @Nullable Integer rowsPerSecond) {
        change(() -> restraints.limit(signal, rowsPerSecond));
    }

    /** The rate that is in force; null for no limit. */
    public @Nullable RateLimit rate() {
        return locked(() -> restraints.rate(settings));
    }

    /** For people: what the guards hold the run back by; see {@link Restraints#heldByGuards}. */
    public @Nullable String heldByGuards() {
        return locked(() -> restraints.heldByGuards(settings));
    }

    /**
     * Waits for a free worker's place and a valid lease, a second at most where the wait is on purpose, so that the
     * caller can tell of it.
     *
     * @return not admitted and not held by anything if the run is to stop
     */
    Admission enter() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            String by = null;
            long begin = System.nanoTime();
            while (stop == null) {
                String now = obstacle();
                if (now == null) {
                    working++;
                    return new Admission(true, by, by == null ? Duration.ZERO : since(begin));
                }
                // a place that is not free, or a lease that is being renewed, is nobody's purpose
                by = now.isEmpty() ? by : now;
                if (by != null && since(begin).compareTo(SLICE) >= 0) {
                    return new Admission(false, by, since(begin));
                }
                changed.await(100, TimeUnit.MILLISECONDS);
            }
            return new Admission(false, null, Duration.ZERO);
        } finally {
            lock.unlock();
        }
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** What keeps a chunk from beginning: null for nothing, empty for what is not on purpose. */
    private @Nullable String obstacle() {
        return lapsed() || working >= settings.workers() ? "" : restraints.obstacle(working, settings);
    }

    public void leave() {
        locked(() -> {
            working--;
            changed.signalAll();
            return true;
        });
    }

    /** Waits, but not longer than until the run is to stop. */
    public void pause(Duration time) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = time.toNanos();
            while (left > 0 && stop == null) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits as long as rows cost; a change of the rate changes what is left of the wait.
     *
     * @param rate at which this much is owed
     */
    void pay(Duration owed, int rate) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            int before = rate;
            double left = owed.toNanos();
            while (stop == null) {
                RateLimit now = restraints.rate(settings);
                if (now == null) {
                    return;
                }
                left = left * before / now.rowsPerSecond();
                before = now.rowsPerSecond();
                if (left < 1) {
                    return;
                }
                left = changed.awaitNanos((long) left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void change(Runnable body) {
        locked(() -> {
            body.run();
            changed.signalAll();
            return true;
        });
    }

    private <T extends @Nullable Object> T locked(Supplier<T> body) {
        lock.lock();
        try {
            return body.get();
        } finally {
            lock.unlock();
        }
    }
}
