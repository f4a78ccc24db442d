package dev.backfill.throttle;

import dev.backfill.throttle.Guard.Limits;
import dev.backfill.throttle.Verdict.Kind;
import java.time.Duration;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Turns one guard's readings into verdicts. Remembers the last one, so that a value that wavers about a limit does not
 * make the run flap: what was slowed or held goes on only when the value is clearly below. Closed when in doubt: a
 * signal that cannot be read, or was not read lately, holds the run. Not thread-safe; the clock is the caller's.
 */
public final class Judge {
    /** A signal older than this says nothing about now. */
    static final Duration STALE = Duration.ofSeconds(5);
    /** Below this share of the way from what was usual to a limit the value counts as well again. */
    private static final double WELL = 0.9;

    private final Guard guard;
    private final Limits limits;
    private final double usual;
    private long readAt;
    private boolean wasRead;
    private OptionalDouble value = OptionalDouble.empty();
    private @Nullable String failure;
    private Kind last = Kind.PROCEED;

    /**
     * @param baseline see {@link Guard#limits}
     */
    public Judge(Guard guard, OptionalDouble baseline) {
        this.guard = guard;
        this.limits = guard.limits(baseline);
        this.usual = baseline.orElse(0);
    }

    public Guard guard() {
        return guard;
    }

    /** A reading that went well; empty if there is no such signal. */
    public void read(OptionalDouble reading, long now) {
        value = reading;
        readAt = now;
        wasRead = true;
        failure = null;
    }

    /** A reading that did not: nobody knows how the database does until the next one. */
    public void failed(String why) {
        failure = why;
    }

    public Verdict verdict(long now) {
        String trouble = trouble(now);
        if (trouble != null) {
            return Verdict.unknown(guard, trouble);
        }
        if (value.isEmpty()) {
            last = Kind.PROCEED;
            return new Verdict(Kind.PROCEED, guard.name(), guard.unit(), 0, Double.POSITIVE_INFINITY, 0, "");
        }
        return judged(value.getAsDouble());
    }

    private @Nullable String trouble(long now) {
        if (!wasRead) {
            return "not read yet" + (failure == null ? "" : ": " + failure);
        }
        Duration age = Duration.ofNanos(now - readAt);
        if (failure != null) {
            return "cannot be read since " + age.toSeconds() + " s: " + failure;
        }
        return age.compareTo(STALE) > 0 ? "last read " + age.toSeconds() + " s ago, so nobody knows" : null;
    }

    private Verdict judged(double now) {
        Kind before = last;
        if (now > limits.stopAbove() || (before == Kind.PAUSE && now > wellBelow(limits.stopAbove()))) {
            last = Kind.PAUSE;
            return said(now, limits.stopAbove(), 1);
        }
        if (now > limits.slowAbove()) {
            last = Kind.SLOW_DOWN;
            return said(now, limits.slowAbove(), grade(now));
        }
        boolean held = before == Kind.PAUSE || before == Kind.SLOW_DOWN;
        if (held && now > wellBelow(limits.slowAbove())) {
            last = Kind.SLOW_DOWN;
            return said(now, limits.slowAbove(), 0);
        }
        last = Kind.PROCEED;
        return said(now, Math.min(limits.slowAbove(), limits.stopAbove()), 0);
    }

    /** Limits may lie just above what is usual: below that, there would be no way back. */
    private double wellBelow(double limit) {
        return usual < limit ? usual + WELL * (limit - usual) : WELL * limit;
    }

    /** How far between the two limits; where there is no upper one, how far from the lower one to twice as much. */
    private double grade(double now) {
        double upper = Double.isInfinite(limits.stopAbove()) ? 2 * limits.slowAbove() : limits.stopAbove();
        double width = upper - limits.slowAbove();
        return width <= 0 ? 1 : Math.min(1, Math.max(0.1, (now - limits.slowAbove()) / width));
    }

    private Verdict said(double now, double limit, double grade) {
        return new Verdict(last, guard.name(), guard.unit(), now, limit, grade, "");
    }
}
