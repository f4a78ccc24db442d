package dev.backfill.run;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What happened, as far as it can be known. Immutable.
 *
 * @param events the oldest first
 * @param unknown by the name of a database that could not be asked, why
 */
public record History(List<RunEvent> events, Map<String, RuntimeException> unknown) {
    public History {
        events = List.copyOf(events);
        unknown = Collections.unmodifiableMap(new TreeMap<>(unknown));
    }
}
