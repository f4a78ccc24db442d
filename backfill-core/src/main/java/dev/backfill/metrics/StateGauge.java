package dev.backfill.metrics;

import dev.backfill.run.RunState;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

/** One series per state, 1 for the state that holds. Thread-safe. */
final class StateGauge {
    private static final String NAME = "backfill.run.state";

    private final Gauges gauges;
    private @Nullable RunState last;

    StateGauge(MeterRegistry registry, Tags tags) {
        this.gauges = new Gauges(registry, tags);
    }

    synchronized void set(RunState state) {
        last = state;
        for (RunState each : RunState.values()) {
            gauges.set(NAME, each == state ? 1 : 0, tag(each));
        }
    }

    /** Removes every state's series but the last one's. */
    synchronized void keepLast() {
        for (RunState each : RunState.values()) {
            if (each != last) {
                gauges.remove(NAME, tag(each));
            }
        }
    }

    private static Tags tag(RunState state) {
        return Tags.of("state", state.name());
    }
}
