package dev.backfill.engine;

import dev.backfill.database.DatabaseException;
import dev.backfill.run.RunId;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunStore;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events that come up where nobody can write them: the control database may be the one that does not answer. They are
 * kept until a heartbeat goes through. Thread-safe.
 */
final class Notes implements RunListener {
    private static final Logger LOG = LoggerFactory.getLogger(Notes.class);

    private final RunStore store;
    private final RunId run;
    private final Queue<String> circuit = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean away = new AtomicBoolean();

    Notes(RunStore store, RunId run) {
        this.store = store;
        this.run = run;
    }

    /** The beginning and the end of an outage; the tries in between are nobody's history. */
    @Override
    public void on(RunSignal signal) {
        if (signal instanceof RunSignal.CircuitChanged changed && away.getAndSet(changed.open()) != changed.open()) {
            circuit.add(changed.text());
        }
    }

    /** Writes what is there to be written; what cannot be written is kept. */
    synchronized void write() {
        try {
            for (String next = circuit.peek(); next != null; next = circuit.peek()) {
                store.note(run, RunStore.ENGINE, "circuit", next);
                circuit.remove();
            }
        } catch (DatabaseException e) {
            LOG.debug("an event of run {} waits: {}", run, e.getMessage());
        }
    }
}
