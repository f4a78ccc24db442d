package dev.backfill.bench.polite;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * How long somebody's transactions took.
 *
 * @param micros ascending
 */
record Latencies(long[] micros) {
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

    @Override
    public boolean equals(Object other) {
        return other instanceof Latencies that && Arrays.equals(micros, that.micros);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(micros);
    }

    @Override
    public String toString() {
        return "Latencies[" + count() + "]";
    }
}
