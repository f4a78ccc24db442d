package dev.backfill.run;

import dev.backfill.run.RunSignal.Phase;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Adds up how long each part of one chunk takes. Not thread-safe. */
public final class PhaseClock {
    private final Map<Phase, Duration> phases = new EnumMap<>(Phase.class);

    public <T extends @Nullable Object> T time(Phase phase, Supplier<T> body) {
        long begin = System.nanoTime();
        try {
            return body.get();
        } finally {
            add(phase, System.nanoTime() - begin);
        }
    }

    public void add(Phase phase, long nanos) {
        phases.merge(phase, Duration.ofNanos(nanos), Duration::plus);
    }

    /** Parts that did not happen are missing. */
    public Map<Phase, Duration> phases() {
        return phases;
    }

    /** All of it together. */
    public Duration total() {
        return phases.values().stream().reduce(Duration.ZERO, Duration::plus);
    }
}
