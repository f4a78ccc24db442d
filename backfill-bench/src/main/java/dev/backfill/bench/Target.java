package dev.backfill.bench;

import java.util.List;
import java.util.Optional;

/**
 * A ratio that must be reached.
 *
 * @param side id of ours
 * @param against id of the side it is compared with
 */
record Target(String side, String against, double minimum) {
    static final List<Target> COMPARISON = List.of(
            new Target("sql-ours-1", "sql-bare-1", 0.95),
            new Target("sql-ours-2", "sql-bare-2", 0.95),
            new Target("sql-ours-2", "sql-single", 1.9),
            new Target("rows-ours-1", "rows-bare-1", 0.95),
            new Target("rows-ours-2", "rows-bare-2", 0.95),
            new Target("sql-ours-2", "stock-2", 3),
            new Target("rows-ours-2", "stock-2", 3),
            new Target("rows-ours-2", "stock-1", 3));

    private static final double SCALING_MINIMUM = 0.95;

    /** What came of a target. */
    enum State {
        MET,
        MISSED,
        /** A side of it did not run. */
        NOT_MEASURED
    }

    /**
     * @param ratio empty if it was not measured
     */
    record Verdict(String name, double minimum, Optional<Double> ratio) {
        State state() {
            return ratio.map(r -> r >= minimum ? State.MET : State.MISSED).orElse(State.NOT_MEASURED);
        }
    }

    Verdict judge(List<Figures> figures) {
        Optional<Double> ratio =
                find(figures, side).flatMap(ours -> find(figures, against).map(ours::ratioTo));
        return new Verdict(side + " / " + against, minimum, ratio);
    }

    /** A side of ours on the large table against the same on the small one. */
    static Verdict scaling(List<Figures> figures, String side, long small, long large) {
        List<Figures> ours =
                figures.stream().filter(f -> f.side().id().equals(side)).toList();
        Optional<Double> ratio = at(ours, large).flatMap(l -> at(ours, small).map(l::ratioTo));
        return new Verdict("%s, %,d / %,d rows".formatted(side, large, small), SCALING_MINIMUM, ratio);
    }

    private static Optional<Figures> at(List<Figures> figures, long rows) {
        return figures.stream().filter(f -> f.rows() == rows).findFirst();
    }

    private static Optional<Figures> find(List<Figures> figures, String id) {
        return figures.stream().filter(f -> f.side().id().equals(id)).findFirst();
    }
}
