package dev.backfill.run;

import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The right of one process to work on a run. It lasts a few seconds of the database's clock unless renewed, so a dead
 * process loses it by itself. Taking it raises the run's epoch. Thread-safe.
 */
public final class Lease {
    /**
     * Long enough to survive a slow control database and a garbage collection, short enough that a run whose process
     * died goes on within 15 seconds.
     */
    public static final Duration LENGTH = Duration.ofSeconds(10);

    private final RunStore store;
    private final RunId run;
    private final long epoch;

    private Lease(RunStore store, RunId run, long epoch) {
        this.store = store;
        this.run = run;
        this.epoch = epoch;
    }

    /**
     * @param owner names the process for people
     * @param takeOver takes the lease even if it has not run out
     * @throws BackfillException if another process holds it, with the seconds until it would run out
     */
    public static Lease take(RunStore store, RunId run, String owner, boolean takeOver) {
        long epoch = store.transact(session -> {
            RunRecord before = store.settle(session, store.sql().runs.lock(session, run));
            Instant now = session.now();
            if (before.leased() && !takeOver) {
                throw leased(before, now);
            }
            long next = before.epoch() + 1;
            session.update(store.sql().lease, owner, next, now.plus(LENGTH), run.value());
            if (before.epoch() > 0) {
                String what = before.leased() ? "take-over" : "lease";
                store.sql().events.add(session, run, owner, what, "from " + before.owner() + ", epoch " + next);
            }
            return next;
        });
        return new Lease(store, run, epoch);
    }

    private static BackfillException leased(RunRecord run, Instant now) {
        long left = run.leaseUntil() == null
                ? 0
                : Math.max(0, Duration.between(now, run.leaseUntil()).toSeconds() + 1);
        return new BackfillException(
                ErrorCode.RUN_LEASED,
                "run " + run.id() + " is held by " + run.owner() + " for another " + left + " s unless it renews",
                "if that process is dead, wait, or add --take-over");
    }

    /** Counts the processes that have held the run; the newest is the only one that may write. */
    public long epoch() {
        return epoch;
    }

    /**
     * Renews and says how the run goes.
     *
     * @return what is asked of the run; empty if another process has taken it over
     */
    public Optional<Orders> renew(Pulse pulse) {
        return store.transact(session -> {
            int renewed = session.update(
                    store.sql().renew,
                    session.now().plus(LENGTH),
                    pulse.slowedBy(),
                    pulse.rowsPerSecond(),
                    pulse.etaSeconds(),
                    pulse.activeMillis(),
                    pulse.throttledMillis(),
                    run.value(),
                    epoch);
            if (renewed == 0) {
                return Optional.empty();
            }
            Stop stop = store.sql().stops.inForce(session).orElse(null);
            int sharing =
                    (int) (long) session.one(store.sql().sharing, row -> row.number(1), run.value(), session.now());
            return store.sql()
                    .runs
                    .find(session, run)
                    .map(r -> store.settle(session, r))
                    .map(r -> new Orders(r.desired(), r.desiredReason(), r.settings(), stop, Math.max(1, sharing)));
        });
    }

    /**
     * Changes the run's state; does nothing if it is in that state already.
     *
     * @throws BackfillException if the state table does not allow it, or another process has taken the run over
     */
    public void change(RunState next, @Nullable String reason, String actor) {
        change(next, reason, actor, false);
    }

    /** Pauses the run after its canary, and lets it be none from now on. */
    public void endCanary(String reason, String actor) {
        change(RunState.PAUSED, reason, actor, true);
    }

    private void change(RunState next, @Nullable String reason, String actor, boolean canaryEnds) {
        store.transact(session -> {
            RunRecord before = store.sql().runs.lock(session, run);
            if (before.epoch() != epoch) {
                throw new BackfillException(
                        ErrorCode.FENCED,
                        "run " + run + " was taken over by " + before.owner(),
                        "see: backfill status " + run);
            }
            if (before.state() != next) {
                store.change(session, before, next, reason, actor);
            }
            if (canaryEnds) {
                session.update(store.sql().endCanary, run.value());
            }
            return true;
        });
    }

    /** False once another process has taken the run over; true also if it merely may. */
    public boolean held() {
        return store.transact(session -> store.sql().runs.lock(session, run).epoch() == epoch);
    }

    /** Lets go at once, so that the next process need not wait. */
    public void release() {
        store.transact(session -> session.update(store.sql().release, run.value(), epoch));
    }
}
