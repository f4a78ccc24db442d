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
    /** Slower than this, or than this share of what the run could do, is standing still. */
    static final double FLOOR = 100;

    static final double FLOOR_SHARE = 0.01;
    /** Where a run begins that finds others at work. */
    static final double FIRST = 2000;
    /** Verdicts need this long to forget what was before the last change. */
    static final Duration REACTION = Duration.ofSeconds(2);
    /** Growth per second of a run that was never slowed: guards look back two seconds, so that it overshoots by half. */
    private static final double PROBING = 0.25;
    /** Growth per second of a run that was, as a share of what it could do. */
    private static final double STEP = 0.01;
    /**
     * A chunk is no more than this much of a second's rows, also below the definition's minimum: a burst that is shorter
     * than a scheduler's slice is not felt by others, and its locks are as short. Measured by {@code bench --politeness}.
     */
    private static final double CHUNK_SECONDS = 0.01;
    /** Less is all overhead. */
    private static final int SMALLEST_CHUNK = 100;

    private Controller() {}

    /**
     * What the run does and could do.
     *
     * @param rowsPerSecond that it committed lately
     * @param capacity rows per second that one worker does while it works; 0 if unknown
     * @param workers as the run's settings have them
     */
    public record Load(double rowsPerSecond, double capacity, int workers) {
        /** Of all workers. */
        double most() {
            return capacity * workers;
        }
    }

    /**
     * What the controller remembers from one step to the next.
     *
     * @param rate rows per second; infinite for no limit
     * @param workers that may work
     * @param slowed true once a verdict has slowed the run
     * @param kind of the worst verdict
     * @param binding the worst verdict; null if none holds the run back
     * @param changedAt when the rate was lowered last
     * @param boundSince when something began to hold the run back
     * @param at the time of this state, in nanoseconds of any clock
     */
    public record State(
            double rate,
            int workers,
            boolean slowed,
            Kind kind,
            @Nullable Verdict binding,
            long changedAt,
            long boundSince,
            long at) {

        /** Nobody else is at work: no limit. */
        public static State free(long now) {
            return new State(Double.POSITIVE_INFINITY, Integer.MAX_VALUE, false, Kind.PROCEED, null, now, now, now);
        }

        /** Others are at work. */
        public static State careful(long now) {
            return new State(FIRST, 1, false, Kind.PROCEED, null, now, now, now);
        }

        boolean limited() {
            return !Double.isInfinite(rate);
        }

        private State at(double newRate, Load load) {
            return new State(newRate, enough(newRate, load), slowed, kind, binding, changedAt, boundSince, at);
        }

        private State slowedTo(double newRate, Load load) {
            return new State(newRate, enough(newRate, load), true, kind, binding, at, boundSince, at);
        }

        /** As few workers as the rate needs: what they do not do at once, they do not do to others at once. */
        private static int enough(double rate, Load load) {
            if (Double.isInfinite(rate)) {
                return load.workers();
            }
            double needed = load.capacity() > 0 ? Math.ceil(rate / load.capacity()) : 1;
            return (int) Math.max(1, Math.min(load.workers(), needed));
        }
    }

    /**
     * @param verdicts of all guards
     * @param now in nanoseconds, of the same clock as the state's
     */
    public static State next(State before, List<Verdict> verdicts, Load load, long now) {
        Verdict worst = verdicts.stream()
                .max(Comparator.comparing(Verdict::kind).thenComparing(Verdict::grade))
                .filter(v -> v.kind() != Kind.PROCEED)
                .orElse(null);
        Kind kind = worst == null ? Kind.PROCEED : worst.kind();
        State state = new State(
                before.rate(),
                before.workers(),
                before.slowed(),
                kind,
                worst,
                before.changedAt(),
                before.binding() == null ? now : before.boundSince(),
                now);
        boolean settled = now - before.changedAt() >= REACTION.toNanos() || !before.slowed();
        return switch (kind) {
            case PROCEED -> faster(state, load, Math.max(0, now - before.at()) / 1e9);
            case SLOW_DOWN ->
                worst != null && worst.grade() > 0 && settled ? slower(state, load, 0.8 - 0.5 * worst.grade()) : state;
            // once, on the way in: it returns at half its pace
            case PAUSE, ABORT -> before.kind().compareTo(Kind.PAUSE) < 0 ? slower(state, load, 0.5) : state;
        };
    }

    private static State slower(State state, Load load, double share) {
        double did = load.rowsPerSecond();
        double from = did > 0 ? Math.min(state.rate(), did) : state.rate();
        double floor = Math.max(FLOOR, FLOOR_SHARE * load.most());
        return state.slowedTo(Double.isInfinite(from) ? Math.max(FIRST, floor) : Math.max(floor, from * share), load);
    }

    private static State faster(State state, Load load, double seconds) {
        if (!state.limited()) {
            return state.at(state.rate(), load);
        }
        double step = state.slowed() && load.capacity() > 0 ? STEP * load.most() : PROBING * state.rate();
        double rate = state.rate() + seconds * step;
        return state.at(load.capacity() > 0 && rate >= load.most() ? Double.POSITIVE_INFINITY : rate, load);
    }

    /** What the state allows. */
    public static Allowance allowance(State state, ChunkLimits limits) {
        return new Allowance(
                state.rate(),
                state.workers(),
                state.limited() ? rows(state.rate(), limits) : limits.max(),
                state.binding(),
                state.kind().compareTo(Kind.PAUSE) >= 0,
                Duration.ofNanos(state.at() - state.boundSince()));
    }

    private static int rows(double rate, ChunkLimits limits) {
        double smooth = Math.max(Math.min(limits.min(), SMALLEST_CHUNK), rate * CHUNK_SECONDS);
        return (int) Math.min(limits.max(), smooth);
    }
}
