package dev.backfill.database;

import dev.backfill.definition.BuiltInGuard;
import java.util.Set;

/**
 * What a database can do, for people and for refusals.
 *
 * @param product for people, such as {@code PostgreSQL}
 * @param version for people, such as {@code 18.1}
 * @param controlData true if run state and Spring Batch's tables may live here
 * @param rowSampling true if planning can sample rows instead of counting them
 * @param withoutSignal guards whose signal does not exist here, and which therefore no run has
 * @param oneWriter true if one transaction writes at a time, whoever's it is, so that several workers take turns
 */
public record Capabilities(
        String product,
        String version,
        boolean controlData,
        boolean rowSampling,
        Set<BuiltInGuard> withoutSignal,
        boolean oneWriter) {
    public Capabilities {
        withoutSignal = Set.copyOf(withoutSignal);
    }

    /** Of a server that has a signal for each guard, and lets many write. */
    public Capabilities(String product, String version, boolean controlData, boolean rowSampling) {
        this(product, version, controlData, rowSampling, Set.of(), false);
    }
}
