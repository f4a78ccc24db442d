package dev.backfill.metrics;

import dev.backfill.run.RunSignal.ChunkCommitted;
import dev.backfill.run.RunSignal.Phase;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.LongStream;

/** What only grows. It outlives the run, as counters must for {@code rate()} to be right. */
final class Counts {
    /** From a chunk that does next to nothing to one that holds its locks far too long. */
    private static final Duration[] BUCKETS = LongStream.of(1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Tags tags;

    Counts(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
        // present from the start: a series that begins at its first increment hides it from rate()
        for (String outcome : new String[] {"changed", "unchanged", "dead"}) {
            counter("backfill.rows", "outcome", outcome);
        }
        for (String outcome : new String[] {"committed", "retried"}) {
            counter("backfill.chunks", "outcome", outcome);
        }
    }

    void committed(ChunkCommitted chunk) {
        counter("backfill.rows", "outcome", "changed").increment((double) chunk.changed());
        counter("backfill.rows", "outcome", "unchanged").increment((double) chunk.unchanged());
        counter("backfill.rows", "outcome", "dead").increment((double) chunk.dead());
        counter("backfill.chunks", "outcome", "committed").increment();
        chunk.phases().forEach((phase, taken) -> phase(phase).record(taken));
    }

    void retried(String failureClass) {
        counter("backfill.chunks", "outcome", "retried").increment();
        counter("backfill.retries", "class", failureClass).increment();
    }

    void throttled(String reason, Duration waited) {
        counter("backfill.throttled.seconds", "reason", reason).increment(waited.toNanos() / 1e9);
    }

    private Counter counter(String name, String label, String value) {
        return registry.counter(name, tags.and(label, value));
    }

    private Timer phase(Phase phase) {
        return Timer.builder("backfill.chunk")
                .tags(tags.and("phase", RunMetrics.label(phase)))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
