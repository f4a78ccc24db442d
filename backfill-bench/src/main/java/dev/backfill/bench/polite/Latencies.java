package dev.backfill.bench.polite;

import java.util.stream.LongStream;

/** How long somebody's transactions took. Immutable. */
final class Latencies {
    /** Microseconds, ascending. */
    private final long[] micros;

    private Latencies(long[] micros) {
        this.micros = micros;
    }

    static Latencies of(LongStream micros) {
        long[] sorted = micros.sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalStateException("no transaction was measured");
        }
        return new Latencies(sorted);
    }

    /** In milliseconds. */
    double quantile(double share) {
        int place = (int) Math.ceil(share * micros.length) - 1;
        return micros[Math.max(0, place)] / 1000.0;
    }

    int count() {
        return micros.length;
    }
}
