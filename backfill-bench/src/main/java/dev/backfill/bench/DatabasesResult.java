package dev.backfill.bench;

import dev.backfill.bench.server.Setting;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that one run on all kinds of databases found out.
 *
 * @param scaling the same sides on a small and on a large table; empty if it was not asked for
 */
record DatabasesResult(
        Machine machine,
        List<Measured> databases,
        int rounds,
        List<Compared> sections,
        List<Figures> scaling,
        List<Target.Verdict> scalingVerdicts) {

    /** A kind of database that was measured. */
    record Measured(String name, String version, List<Setting> settings) {}

    /** What came of a section. */
    record Compared(String title, List<Figures> figures, List<Target.Verdict> verdicts) {}

    List<Target.Verdict> verdicts() {
        return Stream.concat(sections.stream().flatMap(s -> s.verdicts().stream()), scalingVerdicts.stream())
                .toList();
    }

    boolean allMet() {
        return verdicts().stream().allMatch(v -> v.state() == Target.State.MET);
    }

    /** Samples in whose time a checkpoint began. */
    long disturbed() {
        return Stream.concat(sections.stream().flatMap(s -> s.figures().stream()), scaling.stream())
                .mapToLong(Figures::checkpoints)
                .sum();
    }
}
