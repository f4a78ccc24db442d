package dev.backfill.throttle;

import dev.backfill.definition.ChunkLimits;
import dev.backfill.throttle.Verdict.Kind;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one place that turns verdicts into pace: slower by a share, faster by a step (AIMD, as TCP does it: V. Jacobson,
 * "Congestion Avoidance and Control", 1988), so that several runs on one server settle at fair shares. A run that finds
 * others at work on the server starts slow and speeds up until somebody feels it. Pure.
 */
public final class Controller {
    /** Slower than this is standing still. */
    static final double FLOOR = 100;
    /** Where a run begins that finds others at work. */
    static final double FIRST = 2000;
    /** Verdicts need this long to see what the last change did. */
    static final Duration REACTION = Duration.ofSeconds(1);
    /** Growth per second of a run that does not yet know how fast it may be. */
    private static final double PROBING = 0.5;
    /** Growth per second of a run that does, as a share of what it did before it was slowed. */
    private static final double STEP = 0.04;
    /** A chunk is no more than this much of a second's rows, so that what is allowed comes evenly. */
    private static final double CHUNK_SECONDS = 0.1;
    /** Above this many times what the run does, a limit is none. */
    private static final double BEYOND = 1.5;
    /** A limit of which less than this is used is out of reach of the workers that may work. */
    private static final double USED = 0.8;

    private Controller() {}

    /**
     * What the controller remembers from one step to the next.
     *
     * @param rate rows per second; infinite for no limit
     * @param workers that may work
     * @param reference what the run did before it was slowed, in rows per second; 0 if unknown
     * @param kind of the worst verdict
     * @param binding the worst verdict; null if none holds the run back
     * @param changedAt when the rate was lowered last
     * @param boundSince when something began to hold the run back
     */
    public record State(
            double rate,
            int workers,
            double reference,
            Kind kind,
            @Nullable Verdict binding,
            long changedAt,
            long boundSince,
            long at) {

        /** Nobody else is at work: no limit. */
        public static State free(long now) {
            return new State(Double.POSITIVE_INFINITY, Integer.MAX_VALUE, 0, Kind.PROCEED, null, now, now, now);
        }

        /** Others are at work. */
        public static State careful(long now) {
            return new State(FIRST, 1, 0, Kind.PROCEED, null, now, now, now);
        }

        boolean limited() {
            return !Double.isInfinite(rate);
        }
    }

    /**
     * @param verdicts of all guards
     * @param measured rows per second that the run committed lately
     * @param workers as the run's settings have them
     * @param now in nanoseconds, of the same clock as the state's
     */
    public static State next(State before, List<Verdict> verdicts, double measured, int workers, long now) {
        Verdict worst = verdicts.stream()
                .max(Comparator.comparing(Verdict::kind).thenComparing(Verdict::grade))
                .filter(v -> v.kind() != Kind.PROCEED)
                .orElse(null);
        Kind kind = worst == null ? Kind.PROCEED : worst.kind();
        long since = before.binding() == null ? now : before.boundSince();
        State state = new State(
                before.rate(),
                Math.min(before.workers(), workers),
                before.limited() ? before.reference() : Math.max(before.reference(), measured),
                kind,
                worst,
                before.changedAt(),
                since,
                now);
        if (worst == null) {
            return faster(state, measured, workers, Math.max(0, now - before.at()) / 1e9);
        }
        boolean settled = now - before.changedAt() >= REACTION.toNanos();
        boolean begins = before.kind().compareTo(Kind.PAUSE) < 0 && kind.compareTo(Kind.PAUSE) >= 0;
        if (begins) {
            return slower(state, measured, 0.5);
        }
        return kind == Kind.SLOW_DOWN && worst.grade() > 0 && settled
                ? slower(state, measured, 0.8 - 0.5 * worst.grade())
                : state;
    }

    private static State slower(State state, double measured, double share) {
        double from = measured > 0 ? Math.min(state.rate(), measured) : state.rate();
        double rate = Double.isInfinite(from) ? FIRST : Math.max(FLOOR, from * share);
        double reference = state.reference() > 0 ? state.reference() : measured;
        return with(state, rate, enough(state.workers(), rate, reference), reference, state.at());
    }

    private static State faster(State state, double measured, int workers, double seconds) {
        if (!state.limited()) {
            return with(state, state.rate(), workers, state.reference(), state.changedAt());
        }
        double known = state.reference();
        double rate = state.rate() + seconds * (known > 0 ? STEP * known : PROBING * state.rate());
        boolean all = state.workers() >= workers;
        if (all && measured > 0 && rate > BEYOND * Math.max(known, measured)) {
            return with(state, Double.POSITIVE_INFINITY, workers, 0, state.changedAt());
        }
        boolean settled = state.at() - state.changedAt() >= REACTION.toNanos();
        boolean tooFew = !all && settled && measured > 0 && measured < USED * rate;
        return with(
                state,
                rate,
                tooFew ? state.workers() + 1 : state.workers(),
                known,
                tooFew ? state.at() : state.changedAt());
    }

    /** As few workers as the rate needs: what they do not do at once, they do not do to others at once. */
    private static int enough(int workers, double rate, double reference) {
        return reference <= 0 ? workers : (int) Math.max(1, Math.min(workers, Math.ceil(workers * rate / reference)));
    }

    private static State with(State state, double rate, int workers, double reference, long changedAt) {
        return new State(
                rate,
                Math.max(1, workers),
                reference,
                state.kind(),
                state.binding(),
                changedAt,
                state.boundSince(),
                state.at());
    }

    /** What the state allows. */
    public static Allowance allowance(State state, ChunkLimits limits) {
        double rows = state.limited() ? Math.min(limits.max(), state.rate() * CHUNK_SECONDS) : limits.max();
        return new Allowance(
                state.rate(),
                state.workers(),
                (int) Math.max(limits.min(), rows),
                state.binding(),
                state.kind().compareTo(Kind.PAUSE) >= 0,
                Duration.ofNanos(state.at() - state.boundSince()));
    }
}
