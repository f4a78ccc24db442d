package dev.backfill.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Gauges that exist only while there is something to say. Thread-safe. */
final class Gauges {
    private record Key(String name, Tags tags) {}

    private record Entry(AtomicReference<Double> value, Gauge gauge) {}

    private final MeterRegistry registry;
    private final Tags common;
    private final Map<Key, Entry> entries = new HashMap<>();

    Gauges(MeterRegistry registry, Tags common) {
        this.registry = registry;
        this.common = common;
    }

    void set(String name, double value) {
        set(name, value, Tags.empty());
    }

    synchronized void set(String name, double value, Tags tags) {
        entries.computeIfAbsent(new Key(name, tags), this::register).value().set(value);
    }

    synchronized void remove(String name) {
        remove(name, Tags.empty());
    }

    synchronized void remove(String name, Tags tags) {
        Entry entry = entries.remove(new Key(name, tags));
        if (entry != null) {
            registry.remove(entry.gauge());
        }
    }

    synchronized void removeAll() {
        entries.values().forEach(entry -> registry.remove(entry.gauge()));
        entries.clear();
    }

    private Entry register(Key key) {
        AtomicReference<Double> value = new AtomicReference<>(0.0);
        Gauge gauge = Gauge.builder(key.name(), value, AtomicReference::get)
                .tags(common.and(key.tags()))
                .strongReference(true)
                .register(registry);
        return new Entry(value, gauge);
    }
}
