package dev.backfill.metrics;

import dev.backfill.run.RunSignal.GuardRead;
import io.micrometer.core.instrument.Tags;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Each guard's value beside its limit, and when it could be read last. Thread-safe. */
final class GuardGauges {
    private static final String VALUE = "backfill.guard.value";
    private static final String LIMIT = "backfill.guard.limit";
    private static final String READ = "backfill.guard.read.timestamp.seconds";

    private final Gauges gauges;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    GuardGauges(Gauges gauges) {
        this.gauges = gauges;
    }

    /**
     * What could not be read or has no limit has no series; the time of the last good reading stands still then. A guard
     * that was never read has been waited for since its first try.
     */
    void read(GuardRead read, double nowSeconds) {
        Tags tags = Tags.of("guard", read.guard());
        boolean known = Double.isFinite(read.value());
        if (seen.add(read.guard()) || known) {
            gauges.set(READ, nowSeconds, tags);
        }
        if (known) {
            gauges.set(VALUE, read.value(), tags);
        } else {
            gauges.remove(VALUE, tags);
        }
        if (Double.isFinite(read.limit())) {
            gauges.set(LIMIT, read.limit(), tags);
        } else {
            gauges.remove(LIMIT, tags);
        }
    }
}
