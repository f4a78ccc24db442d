package dev.backfill.database;

import dev.backfill.definition.BuiltInGuard;
import java.util.List;
import java.util.Set;

/**
 * What a database can do, for people and for refusals.
 *
 * @param product for people, such as {@code PostgreSQL}
 * @param version for people, such as {@code 18.1}; empty where no server was asked
 * @param oldest the oldest version that is worked on; empty where the version is the engine's own
 * @param controlData true if run state and Spring Batch's tables may live here
 * @param rowSampling true if planning can sample rows instead of counting them
 * @param copies true if copies are read from it and written to it
 * @param withoutSignal guards whose signal does not exist here, and which therefore no run has
 * @param oneWriter true if one transaction writes at a time, whoever's it is, so that several workers take turns
 * @param refused what tables and definitions must not have here, each with the reason, for people
 */
public record Capabilities(
        String product,
        String version,
        String oldest,
        boolean controlData,
        boolean rowSampling,
        boolean copies,
        Set<BuiltInGuard> withoutSignal,
        boolean oneWriter,
        List<String> refused) {
    public Capabilities {
        withoutSignal = Set.copyOf(withoutSignal);
        refused = List.copyOf(refused);
    }

    /** The names of the guards whose signal is missed: not of those about what only other databases have. */
    public List<String> missedGuards() {
        return withoutSignal.stream()
                .filter(guard -> !BuiltInGuard.OF_SOME.contains(guard))
                .map(BuiltInGuard::text)
                .sorted()
                .toList();
    }

    /** The names of the guards about what this database has and most have not. */
    public List<String> ownGuards() {
        return BuiltInGuard.OF_SOME.stream()
                .filter(guard -> !withoutSignal.contains(guard))
                .map(BuiltInGuard::text)
                .sorted()
                .toList();
    }
}
