package dev.backfill.engine;

import dev.backfill.database.DatabaseException;
import dev.backfill.error.Counted;
import dev.backfill.run.RunId;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunStore;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the engine decides by itself, on its way into the run's history. It comes up where nobody can write it: workers
 * have better things to do, and the control database may be the one that does not answer. So it is kept until a
 * heartbeat goes through. Thread-safe.
 */
final class Notes implements RunListener {
    private static final Logger LOG = LoggerFactory.getLogger(Notes.class);
    /** A control database that is away for long must not fill the memory; what came first tells most. */
    private static final int MOST = 1000;

    private final RunStore store;
    private final RunId run;
    private final Queue<Note> notes = new ArrayDeque<>();
    private final Lock writing = new ReentrantLock();
    private boolean away;

    private record Note(String what, String detail) {}

    Notes(RunStore store, RunId run) {
        this.store = store;
        this.run = run;
    }

    @Override
    public synchronized void on(RunSignal signal) {
        if (signal instanceof RunSignal.CircuitChanged changed) {
            // the beginning and the end of an outage; the tries in between are nobody's history
            if (away != changed.open()) {
                add("circuit", changed.text());
            }
            away = changed.open();
        } else if (signal instanceof RunSignal.ChunkResized resized) {
            add("chunk-size", Counted.of(resized.rows(), "row") + ": " + resized.reason());
        }
    }

    /** About what holds the run back. */
    synchronized void pace(String text) {
        add("pace", text);
    }

    private void add(String what, String detail) {
        if (notes.size() < MOST) {
            notes.add(new Note(what, detail));
        }
    }

    private synchronized @Nullable Note next() {
        return notes.peek();
    }

    private synchronized void written() {
        notes.remove();
    }

    /** Writes what is there to be written; what cannot be written is kept. Does nothing while another thread does it. */
    void write() {
        if (!writing.tryLock()) {
            return;
        }
        try {
            for (Note next = next(); next != null; next = next()) {
                store.note(run, RunStore.ENGINE, next.what(), next.detail());
                written();
            }
        } catch (DatabaseException e) {
            LOG.debug("an event of run {} waits: {}", run, e.getMessage());
        } finally {
            writing.unlock();
        }
    }
}
