package dev.backfill.run;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The runs there are, as far as they can be known. Immutable.
 *
 * @param found the newest first
 * @param unknown by the name of a database that could not be asked for its runs, why
 */
public record Runs(List<RunStatus> found, Map<String, RuntimeException> unknown) {
    public Runs {
        found = List.copyOf(found);
        unknown = Collections.unmodifiableMap(new TreeMap<>(unknown));
    }
}
