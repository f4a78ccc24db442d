package dev.backfill.run;

import org.jspecify.annotations.Nullable;

/**
 * What a process says about its run with every heartbeat.
 *
 * @param slowedBy what holds it back: signal, value, limit; null if nothing does
 * @param etaSeconds null if unknown
 * @param activeMillis of the whole run, earlier processes included
 * @param throttledMillis of the whole run, earlier processes included
 */
public record Pulse(
        @Nullable String slowedBy,
        double rowsPerSecond,
        @Nullable Long etaSeconds,
        long activeMillis,
        long throttledMillis) {
    public static final Pulse NONE = new Pulse(null, 0, null, 0, 0);

    /** The same, held back by something else. */
    public Pulse slowedBy(String what) {
        return new Pulse(what, rowsPerSecond, etaSeconds, activeMillis, throttledMillis);
    }
}
