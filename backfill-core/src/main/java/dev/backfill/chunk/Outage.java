package dev.backfill.chunk;

import dev.backfill.database.DatabaseException;
import dev.backfill.ledger.FencedException;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.throttle.Circuit;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run while its database does not answer: its chunks wait, without spending their tries, except for the one that
 * the circuit sends ahead. Thread-safe.
 */
final class Outage {
    /** The longest wait that is not told of, and the latest that an answer is noticed. */
    private static final Duration GLANCE = Duration.ofMillis(250);

    private final Circuit circuit;
    private final Controls controls;
    private final RunListener listener;
    private final LongSupplier nanoClock;
    private long heldSince;
    private boolean held;

    Outage(Circuit circuit, Controls controls, RunListener listener, LongSupplier nanoClock) {
        this.circuit = circuit;
        this.controls = controls;
        this.listener = listener;
        this.nanoClock = nanoClock;
    }

    /** True if a worker that has been admitted may begin; otherwise gives its place back and waits for a moment. */
    boolean passes() throws InterruptedException {
        Duration hold = circuit.admit();
        if (hold.isZero()) {
            return true;
        }
        controls.leave();
        endure();
        long begin = System.nanoTime();
        controls.pause(hold.compareTo(GLANCE) < 0 ? hold : GLANCE);
        listener.on(new RunSignal.Throttled("database", Duration.ofNanos(System.nanoTime() - begin)));
        return false;
    }

    /** A worker is held by the guards, which may well be because they cannot look at the database either. */
    void endure() {
        if (circuit.state().open() && controls.held().isEmpty() && patienceIsOver()) {
            controls.stop(new StopRequest(
                    StopRequest.Kind.PAUSE,
                    "paused by itself after " + FailurePolicy.PATIENCE.toMinutes() + " minutes: "
                            + circuit.state().text(),
                    null));
        }
    }

    /** From this run's own first wait: one that is resumed in the middle of an outage has its own patience. */
    private synchronized boolean patienceIsOver() {
        long now = nanoClock.getAsLong();
        if (!held) {
            held = true;
            heldSince = now;
        }
        return now - heldSince > FailurePolicy.PATIENCE.toNanos();
    }

    /**
     * Tells the circuit what became of a chunk that passed.
     *
     * @param failure null if it went well
     */
    void ended(@Nullable Throwable failure) {
        if (failure instanceof DatabaseException e) {
            circuit.failed(e);
        } else if (failure == null || failure instanceof FencedException) {
            circuit.answered();
        } else {
            circuit.withdraw();
        }
        if (!circuit.state().open()) {
            synchronized (this) {
                held = false;
            }
        }
    }
}
