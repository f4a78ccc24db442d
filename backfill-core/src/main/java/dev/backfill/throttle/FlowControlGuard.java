package dev.backfill.throttle;

import dev.backfill.database.Health;
import dev.backfill.database.Health.Internals;
import dev.backfill.definition.BuiltInGuard;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/** The share of the time for which a Galera cluster lets nobody write, so that its slowest server can follow. */
final class FlowControlGuard extends Described {
    private static final double MEMORY_SECONDS = 10;
    private static final double SLOW = 0.05;
    private static final double STOP = 0.3;
    /** With a higher limit it would have none. */
    private static final double MOST = 0.98;

    private final Shared<Internals> internals;
    private final SmoothRate rate;

    FlowControlGuard(Shared<Internals> internals, LongSupplier nanoClock) {
        super(BuiltInGuard.FLOW_CONTROL, Unit.SHARE, Scope.SERVER);
        this.internals = internals;
        this.rate = new SmoothRate(MEMORY_SECONDS, nanoClock);
    }

    @Override
    public OptionalDouble read(Health health) {
        OptionalDouble paused = internals.at(health).flowControlSeconds();
        return paused.isPresent() ? rate.at(paused.getAsDouble()) : OptionalDouble.empty();
    }

    @Override
    public Limits limits(OptionalDouble baseline) {
        rate.begin(baseline);
        double before = baseline.orElse(0);
        return new Limits(Math.min(before + SLOW, MOST), Math.min(before + STOP, MOST));
    }
}
