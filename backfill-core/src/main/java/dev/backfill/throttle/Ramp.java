package dev.backfill.throttle;

import dev.backfill.definition.RampStep;
import dev.backfill.error.Counted;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run's gentle beginning: each step's rate is kept for its time before the next one is tried. Time in which the run
 * was held back does not count, and contention begins the step's time anew, since a step is passed only by going well.
 * Pure, immutable.
 *
 * @param step the one in force, from 0; as many as there are steps means that the ramp is over
 * @param spent time in this step so far
 */
public record Ramp(List<RampStep> steps, int step, Duration spent) {
    /** What the time since the last look was like. */
    public enum Span {
        UNDISTURBED,
        /** Something kept the run from working. */
        HELD,
        /** A chunk was rolled back because somebody else was in its way. */
        CONTENDED
    }

    public Ramp {
        steps = List.copyOf(steps);
    }

    /** At its beginning. */
    public static Ramp begin(List<RampStep> steps) {
        return new Ramp(steps, 0, Duration.ZERO);
    }

    /** After some more time. */
    public Ramp after(Duration passed, Span span) {
        return switch (span) {
            case HELD -> this;
            case CONTENDED -> over() ? this : new Ramp(steps, step, Duration.ZERO);
            case UNDISTURBED -> over() ? this : raised(spent.plus(passed));
        };
    }

    private Ramp raised(Duration now) {
        // what is left of a long look is not counted into the next step, which has shown nothing yet
        return now.compareTo(steps.get(step).hold()) < 0
                ? new Ramp(steps, step, now)
                : new Ramp(steps, step + 1, Duration.ZERO);
    }

    /** True if it limits the run no longer. */
    public boolean over() {
        return step >= steps.size();
    }

    /** Rows per second of the whole run; null if the ramp sets no limit. */
    public @Nullable Integer rowsPerSecond() {
        return over() ? null : Integer.valueOf(steps.get(step).rowsPerSecond());
    }

    /** For people, such as {@code step 2 of 3, at most 500 rows/s for 60 s}. */
    public String text() {
        return over()
                ? "over, after " + steps.size() + " steps"
                : "step " + (step + 1) + " of " + steps.size() + ", at most "
                        + Counted.number(steps.get(step).rowsPerSecond()) + " rows/s for "
                        + steps.get(step).hold().toSeconds() + " s";
    }
}
