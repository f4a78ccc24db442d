package dev.backfill.bench;

import dev.backfill.bench.side.Side;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** What all rounds say about one side. */
record Figures(Side side, long rows, List<Sample> samples) {
    /** Rows per second over the rounds; the median of an even number of rounds is the mean of the middle two. */
    record Rate(double median, double min, double max) {}

    Rate changing() {
        return rate(Sample::changing);
    }

    Rate whole() {
        return rate(Sample::whole);
    }

    double ratioTo(Figures other) {
        return changing().median() / other.changing().median();
    }

    long walBytesPerRow() {
        return samples.stream().mapToLong(Sample::walBytes).max().orElseThrow() / rows;
    }

    long checkpoints() {
        return samples.stream().mapToLong(Sample::checkpoints).sum();
    }

    private Rate rate(Function<Sample, Duration> time) {
        double[] rates = samples.stream()
                .mapToDouble(s -> rows * 1e9 / time.apply(s).toNanos())
                .sorted()
                .toArray();
        int n = rates.length;
        return new Rate((rates[(n - 1) / 2] + rates[n / 2]) / 2, rates[0], rates[n - 1]);
    }
}
