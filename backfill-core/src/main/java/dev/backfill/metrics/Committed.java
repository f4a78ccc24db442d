package dev.backfill.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * How much of one kind a run has committed, whichever process did it: what the ledger said when this process began and
 * what was told since, or what the ledger says now, whichever is more. Neither is ever more than the truth, and neither
 * gets smaller. Thread-safe.
 */
final class Committed {
    private long told;
    private long stored;

    Committed(MeterRegistry registry, String name, Tags tags) {
        FunctionCounter.builder(name, this, Committed::value).tags(tags).register(registry);
    }

    /** What earlier processes have committed, before this one commits anything. */
    synchronized void begin(long before) {
        told = Math.max(told, before);
    }

    synchronized void add(long more) {
        told += more;
    }

    /** What the ledger says; 0 where it cannot be read. */
    synchronized void stored(long total) {
        stored = Math.max(stored, total);
    }

    private synchronized double value() {
        return Math.max(told, stored);
    }
}
