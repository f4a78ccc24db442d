package dev.backfill.plan;

import dev.backfill.definition.Backfill;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was learnt about the table by looking at it and trying the work out; what a plan is made of. Immutable.
 *
 * @param key columns that order the work
 * @param columns types by name of the columns that the work reads and writes, the key's included
 * @param statements the chunk's statements by name, each with the database's plan for it
 */
public record Survey(
        List<String> key,
        Map<String, String> columns,
        Bounds bounds,
        Map<String, String> statements,
        TrialResult trial) {
    public Survey {
        key = List.copyOf(key);
        columns = Map.copyOf(columns);
        statements = Collections.unmodifiableMap(new LinkedHashMap<>(statements));
    }

    /** Where a finding kept anybody from looking further. */
    public static Survey unknown(Backfill backfill) {
        return new Survey(
                backfill.key(),
                Map.of(),
                Bounds.UNKNOWN,
                Map.of(),
                TrialResult.failed("preflight refused the backfill"));
    }
}
