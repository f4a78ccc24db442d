package dev.backfill.bench;

import dev.backfill.bench.side.Side;
import java.util.List;

/**
 * Sides that are compared with each other.
 *
 * @param contenders the first is the one with which the others are compared in the report
 */
record Section(String title, List<Contender> contenders, List<Target> targets) {
    /** One side and what it works on. */
    record Contender(Side side, Ground ground) {}

    /** All on the same ground. */
    static Section on(Ground ground, String title, List<Side> sides, List<Target> targets) {
        return new Section(
                title, sides.stream().map(side -> new Contender(side, ground)).toList(), targets);
    }
}
