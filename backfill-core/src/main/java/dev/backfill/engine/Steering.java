package dev.backfill.engine;

import dev.backfill.chunk.Controls;
import dev.backfill.chunk.Hold;
import dev.backfill.database.FailureClass;
import dev.backfill.definition.Backfill;
import dev.backfill.error.Counted;
import dev.backfill.run.Orders;
import dev.backfill.run.Pace;
import dev.backfill.run.Pulse;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.Stop;
import dev.backfill.throttle.Ramp;
import dev.backfill.throttle.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether the run may work at this moment, and how fast its beginning may be: the order to stop all runs, and its windows
 * and its ramp by this process's clock. Thread-safe.
 */
final class Steering implements RunListener {
    private static final String WINDOWS = "windows";
    private static final String STOP_ALL = "stop-all";
    private static final String RAMP = "ramp";
    private static final String BUDGET = "database-budget";

    private final Schedule schedule;
    private final OptionalInt budget;
    private final InstantSource clock;
    private final Controls controls;
    private final Pace pace;
    private final BiConsumer<String, String> note;
    private final AtomicBoolean contended = new AtomicBoolean();
    private Ramp ramp;
    private int sharing = 1;
    private @Nullable Integer rampNoted;
    private Instant rampSeen;
    private @Nullable Hold noted;

    /**
     * @param budget rows per second of all runs on the database together
     * @param note writes an event: what, and its detail
     */
    Steering(
            Backfill backfill,
            OptionalInt budget,
            InstantSource clock,
            Controls controls,
            Pace pace,
            BiConsumer<String, String> note) {
        this.schedule = new Schedule(backfill.windows());
        this.clock = clock;
        this.controls = controls;
        this.pace = pace;
        this.note = note;
        this.ramp = Ramp.begin(backfill.ramp());
        this.rampSeen = clock.instant();
        this.budget = budget;
        controls.limit(RAMP, ramp.rowsPerSecond());
        share(1);
    }

    @Override
    public void on(RunSignal signal) {
        if (signal instanceof RunSignal.Retried retried && retried.failureClass() == FailureClass.CONTENTION) {
            contended.set(true);
        }
    }

    /** Before every chunk as well as with every heartbeat: a heartbeat that is late must not let a chunk begin. */
    void look() {
        if (schedule.isLimited()) {
            controls.hold(WINDOWS, schedule.isOpen(clock.instant()) ? null : new Hold(WINDOWS, closed()));
        }
    }

    private String closed() {
        return "outside of its windows"
                + schedule.opensAt(clock.instant())
                        .map(opens -> " until " + opens)
                        .orElse(", none of which ever opens");
    }

    /**
     * With every heartbeat. Writes events; throws if they cannot be written, and does so the next time.
     *
     * @param orders what the heartbeat brought back
     */
    synchronized void beat(Orders orders) {
        look();
        share(orders.sharing());
        Stop stop = orders.stop();
        controls.hold(STOP_ALL, stop == null ? null : new Hold(STOP_ALL, stop.text()));
        Hold held = controls.held().orElse(null);
        pace.hold(held == null ? null : held.reason());
        climb(held != null);
        if (!Objects.equals(signal(held), signal(noted))) {
            note.accept(held == null ? "go-on" : "hold", held == null ? goesOn() : held.reason());
            noted = held;
        }
    }

    /** Equal shares, of as many runs as there are now. */
    private void share(int runs) {
        sharing = runs;
        budget.ifPresent(all -> controls.limit(BUDGET, Math.max(1, all / runs)));
    }

    private static @Nullable String signal(@Nullable Hold hold) {
        return hold == null ? null : hold.signal();
    }

    private String goesOn() {
        String closes = schedule.closesAt(clock.instant())
                .map(ZonedDateTime::toString)
                .map(time -> "; its windows close at " + time)
                .orElse("");
        return "was held: " + Objects.requireNonNull(noted).reason() + closes;
    }

    private void climb(boolean held) {
        Instant now = clock.instant();
        Duration passed = Duration.between(rampSeen, now);
        rampSeen = now;
        boolean disturbed = contended.getAndSet(false) || controls.allowance().binding() != null;
        Ramp.Span span = held ? Ramp.Span.HELD : disturbed ? Ramp.Span.CONTENDED : Ramp.Span.UNDISTURBED;
        ramp = ramp.after(passed.isNegative() ? Duration.ZERO : passed, span);
        controls.limit(RAMP, ramp.rowsPerSecond());
        if (!ramp.steps().isEmpty() && !Objects.equals(rampNoted, ramp.step())) {
            note.accept(RAMP, (rampNoted == null ? "from its beginning: " : "") + ramp.text());
            rampNoted = ramp.step();
        }
    }

    /** How the run goes, with the ramp's step where that is what slows it. */
    Pulse pulse() {
        Pulse pulse = pace.pulse();
        if (BUDGET.equals(pulse.slowedBy()) && budget.isPresent()) {
            return pulse.slowedBy(BUDGET + ": " + Counted.number(budget.getAsInt()) + " rows/s for "
                    + Counted.of(sharing(), "run") + " together");
        }
        return RAMP.equals(pulse.slowedBy()) ? pulse.slowedBy(RAMP + ": " + step()) : pulse;
    }

    private synchronized int sharing() {
        return sharing;
    }

    private synchronized String step() {
        return ramp.text();
    }
}
