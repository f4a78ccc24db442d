package dev.backfill.throttle;

import dev.backfill.database.Health;
import java.util.OptionalDouble;

/** A guard that is another one in most respects. */
abstract class Wrapped implements Guard {
    private final Guard guard;

    Wrapped(Guard guard) {
        this.guard = guard;
    }

    @Override
    public final String name() {
        return guard.name();
    }

    @Override
    public final Unit unit() {
        return guard.unit();
    }

    @Override
    public final Scope scope() {
        return guard.scope();
    }

    @Override
    public OptionalDouble read(Health health) {
        return guard.read(health);
    }

    @Override
    public Limits limits(OptionalDouble baseline) {
        return guard.limits(baseline);
    }
}
