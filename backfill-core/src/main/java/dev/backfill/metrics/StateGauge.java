package dev.backfill.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One series per state, 1 for the state that holds. Thread-safe. */
final class StateGauge<S extends Enum<S>> {
    private final String name;
    private final List<S> states;
    private final Gauges gauges;
    private @Nullable S last;

    StateGauge(MeterRegistry registry, String name, Tags tags, S[] states) {
        this.name = name;
        this.states = List.of(states);
        this.gauges = new Gauges(registry, tags);
    }

    synchronized void set(S state) {
        last = state;
        for (S each : states) {
            gauges.set(name, each == state ? 1 : 0, tag(each));
        }
    }

    synchronized @Nullable S last() {
        return last;
    }

    /** Removes every state's series but the last one's. */
    synchronized void keepLast() {
        for (S each : states) {
            if (each != last) {
                gauges.remove(name, tag(each));
            }
        }
    }

    private Tags tag(S state) {
        return Tags.of("state", state.name());
    }
}
