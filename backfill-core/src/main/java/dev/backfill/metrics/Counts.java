package dev.backfill.metrics;

import dev.backfill.database.FailureClass;
import dev.backfill.run.RunSignal.ChunkCommitted;
import dev.backfill.run.RunSignal.Phase;
import dev.backfill.run.RunStatus;
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
    private final Committed changed;
    private final Committed unchanged;
    private final Committed dead;
    private final Committed chunks;

    Counts(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
        // present from the start: a series that begins at its first increment hides it from rate()
        this.changed = new Committed(registry, "backfill.rows", tags.and("outcome", "changed"));
        this.unchanged = new Committed(registry, "backfill.rows", tags.and("outcome", "unchanged"));
        this.dead = new Committed(registry, "backfill.rows", tags.and("outcome", "dead"));
        this.chunks = new Committed(registry, "backfill.chunks", tags.and("outcome", "committed"));
        counter("backfill.chunks", "outcome", "retried");
        for (FailureClass each : FailureClass.values()) {
            counter("backfill.retries", "class", RunMetrics.label(each));
        }
        counter("backfill.throttled.seconds", "reason", "rate-limit");
        for (Phase each : Phase.values()) {
            phase(each);
        }
    }

    /** Goes on where the ledger stands. */
    void begin(RunStatus before) {
        changed.begin(before.rows().changed());
        unchanged.begin(before.rows().unchanged());
        dead.begin(before.rows().dead());
        chunks.begin(before.chunks());
    }

    void stored(RunStatus now) {
        changed.stored(now.rows().changed());
        unchanged.stored(now.rows().unchanged());
        dead.stored(now.rows().dead());
        chunks.stored(now.chunks());
    }

    void committed(ChunkCommitted chunk) {
        changed.add(chunk.changed());
        unchanged.add(chunk.unchanged());
        dead.add(chunk.dead());
        chunks.add(1);
        chunk.phases().forEach((phase, taken) -> phase(phase).record(taken));
    }

    void retried(FailureClass failureClass) {
        counter("backfill.chunks", "outcome", "retried").increment();
        counter("backfill.retries", "class", RunMetrics.label(failureClass)).increment();
    }

    void throttled(String reason, Duration waited) {
        if (!waited.isNegative()) {
            counter("backfill.throttled.seconds", "reason", reason).increment(waited.toNanos() / 1e9);
        }
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
