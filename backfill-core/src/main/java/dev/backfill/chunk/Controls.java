package dev.backfill.chunk;

import dev.backfill.run.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the workers of one run obey between chunks: settings, the wish to stop, the lease. Written by the heartbeat, read
 * by every worker; whoever waits here wakes at once when something changes. Thread-safe.
 */
public final class Controls {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
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
        locked(() -> {
            settings = next;
            changed.signalAll();
            return true;
        });
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
     * Waits for a free worker's place and a valid lease.
     *
     * @return false if the run is to stop
     */
    public boolean enter() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (stop == null && (working >= settings.workers() || lapsed())) {
                changed.await(200, TimeUnit.MILLISECONDS);
            }
            if (stop != null) {
                return false;
            }
            working++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    public void leave() {
        locked(() -> {
            working--;
            changed.signalAll();
            return true;
        });
    }

    /** Waits, but not longer than until the run is to stop or its rate is changed. */
    public void pause(Duration time) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Integer rate = settings.rowsPerSecond();
            long left = time.toNanos();
            while (left > 0 && stop == null && java.util.Objects.equals(rate, settings.rowsPerSecond())) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private <T extends @Nullable Object> T locked(java.util.function.Supplier<T> body) {
        lock.lock();
        try {
            return body.get();
        } finally {
            lock.unlock();
        }
    }
}
