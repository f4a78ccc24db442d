package dev.backfill.throttle;

import dev.backfill.database.DatabaseException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetricsPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Whether one database answers, as all runs of this process see it. Closed while it does; open once several chunks in a
 * row found no connection or no room, and then one worker at a time tries, later and later, until it answers. Decides
 * only; waiting is the caller's. Thread-safe.
 */
public final class Circuit {
    /** One broken connection is not an outage; of an outage no worker should hear more often than this. */
    private static final int FAILURES_IN_A_ROW = 4;

    /** Soon enough that a failover costs a second, seldom enough that a server that starts is left alone. */
    private static final Duration FIRST_TRY = Duration.ofMillis(500);

    private static final Duration LAST_TRY = Duration.ofSeconds(8);
    /** How soon to ask again while another worker tries. */
    private static final Duration PROBING = Duration.ofMillis(250);

    private final String database;
    private final LongSupplier nanoClock;
    private final CircuitBreaker breaker;
    private final List<Consumer<State>> listeners = new CopyOnWriteArrayList<>();
    private volatile String failure = "";
    private volatile long openSince;
    private volatile long triedAgainAt;
    private volatile State state;

    /**
     * @param open true while the database does not answer
     * @param text for people: what is the matter and when it is tried again; how long it lasted once it is over
     */
    public record State(boolean open, String text) {}

    /**
     * @param database its configured name
     */
    public Circuit(String database) {
        this(database, System::nanoTime, IntervalFunction.ofExponentialRandomBackoff(FIRST_TRY, 2, 0.2, LAST_TRY));
    }

    /**
     * With its breaker's own figures as meters.
     *
     * @param database its configured name
     */
    public Circuit(String database, MeterRegistry meters) {
        this(database);
        new TaggedCircuitBreakerMetricsPublisher(meters).publishMetrics(breaker);
    }

    /**
     * With a clock and waits of its own, for tests.
     *
     * @param waits in milliseconds before each try, counted from 1
     */
    public Circuit(String database, LongSupplier nanoClock, IntervalFunction waits) {
        this.database = database;
        this.nanoClock = nanoClock;
        this.state = new State(false, "");
        this.breaker = CircuitBreaker.of(
                database,
                CircuitBreakerConfig.custom()
                        .slidingWindow(FAILURES_IN_A_ROW, FAILURES_IN_A_ROW, SlidingWindowType.COUNT_BASED)
                        .failureRateThreshold(100)
                        .slowCallRateThreshold(100)
                        .slowCallDurationThreshold(Duration.ofDays(1))
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .waitIntervalFunctionInOpenState(tries -> {
                            long wait = waits.apply(tries);
                            triedAgainAt = nanoClock.getAsLong() + TimeUnit.MILLISECONDS.toNanos(wait);
                            return wait;
                        })
                        .recordException(Circuit::meansAway)
                        .clock(new Ticks(nanoClock))
                        .build());
        this.breaker.getEventPublisher().onStateTransition(event -> changed(event.getStateTransition()));
    }

    /** Other failures are answers: the database is there. */
    private static boolean meansAway(Throwable failure) {
        return failure instanceof DatabaseException e
                && switch (e.failureClass()) {
                    case CONNECTION, CAPACITY -> true;
                    case CONTENTION, DATA, DEFINITIVE -> false;
                };
    }

    /**
     * Asks for leave to begin a chunk.
     *
     * @return zero to begin, which must be followed by one of {@link #answered}, {@link #failed} or {@link #withdraw};
     *     otherwise how long to wait before asking again
     */
    public Duration admit() {
        if (breaker.tryAcquirePermission()) {
            return Duration.ZERO;
        }
        long left = triedAgainAt - nanoClock.getAsLong();
        return left > 0 ? Duration.ofNanos(left) : PROBING;
    }

    /** A chunk that was begun met the database, whatever it said. */
    public void answered() {
        breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    }

    /** A chunk that was begun failed. */
    public void failed(DatabaseException e) {
        if (meansAway(e)) {
            failure = String.valueOf(e.getMessage());
        }
        breaker.onError(0, TimeUnit.NANOSECONDS, e);
    }

    /** A chunk that was begun ended without a word from the database. */
    public void withdraw() {
        breaker.releasePermission();
    }

    /** The database answered somebody who had not asked for leave; closes the circuit where a try is due. */
    public void heard() {
        if (state.open() && admit().isZero()) {
            answered();
        }
    }

    public State state() {
        return state;
    }

    /** Tells of every change, on the thread that caused it, until closed; at once if the circuit is open. */
    public Subscription subscribe(Consumer<State> listener) {
        listeners.add(listener);
        State now = state;
        if (now.open()) {
            listener.accept(now);
        }
        return () -> listeners.remove(listener);
    }

    /** Ends by closing. */
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    private void changed(StateTransition transition) {
        switch (transition.getToState()) {
            case OPEN -> {
                openSince = state.open() ? openSince : nanoClock.getAsLong();
                String named = "database " + database + " ";
                long seconds = Math.max(1, Math.round((triedAgainAt - nanoClock.getAsLong()) / 1e9));
                tell(new State(
                        true,
                        (failure.startsWith(named) ? failure : named + "does not answer: " + failure)
                                + "; tried again in " + seconds + " s"));
            }
            case CLOSED -> {
                double seconds = (nanoClock.getAsLong() - openSince) / 1e9;
                tell(new State(
                        false,
                        String.format(Locale.ROOT, "database %s answers again after %.1f s", database, seconds)));
            }
            default -> {
                // half open: one worker tries, and nothing is known yet
            }
        }
    }

    private void tell(State next) {
        state = next;
        listeners.forEach(listener -> listener.accept(next));
    }

    /** Moves like the given nanoseconds: a wall clock that is set must not hold anybody. */
    private static final class Ticks extends Clock {
        private final LongSupplier nanoClock;

        Ticks(LongSupplier nanoClock) {
            this.nanoClock = nanoClock;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH.plusNanos(nanoClock.getAsLong());
        }
    }
}
