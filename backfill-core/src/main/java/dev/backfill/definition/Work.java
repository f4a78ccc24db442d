package dev.backfill.definition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is done to the rows. */
public sealed interface Work {
    /**
     * Columns set from SQL expressions over the same row, in the database, one statement per chunk.
     *
     * @param expressions column name to SQL expression, in the order of the definition; never empty
     */
    record Set(Map<String, String> expressions) implements Work {
        public Set {
            if (expressions.isEmpty()) {
                throw new IllegalArgumentException("set needs at least one column");
            }
            expressions = Collections.unmodifiableMap(new LinkedHashMap<>(expressions));
        }
    }

    /**
     * Rows read, transformed in Java, and written back by compare-and-set.
     *
     * @param name the name by which definitions refer to the transform
     */
    record Rows(String name, Transform transform) implements Work {}
}
