package dev.backfill.bench;

import dev.backfill.bench.server.Setting;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that one run of the benchmark found out.
 *
 * @param comparison empty if it was not asked for
 * @param scaling the same sides on a small and on a large table; empty if it was not asked for
 */
record Result(
        Machine machine,
        String postgres,
        List<Setting> settings,
        int rounds,
        List<Figures> comparison,
        List<Figures> scaling,
        List<Target.Verdict> verdicts) {

    /** The figures of a side on the same kind of work with as many workers, or of stock Spring Batch. */
    Optional<Figures> peer(Figures figures, String prefix) {
        return comparison.stream()
                .filter(f -> f.side().id().equals(prefix + "-" + figures.side().workers()))
                .findFirst();
    }

    Optional<Figures> find(String id) {
        return comparison.stream().filter(f -> f.side().id().equals(id)).findFirst();
    }

    boolean allMet() {
        return verdicts.stream().allMatch(v -> v.state() == Target.State.MET);
    }

    /** Samples in whose time a checkpoint began. */
    long disturbed() {
        return Stream.concat(comparison.stream(), scaling.stream())
                .mapToLong(Figures::checkpoints)
                .sum();
    }
}
