package dev.backfill.throttle;

import dev.backfill.definition.BuiltInGuard;

/** What every built-in guard says of itself. */
abstract class Described implements Guard {
    private final BuiltInGuard which;
    private final Unit unit;
    private final Scope scope;

    Described(BuiltInGuard which, Unit unit, Scope scope) {
        this.which = which;
        this.unit = unit;
        this.scope = scope;
    }

    @Override
    public final String name() {
        return which.text();
    }

    @Override
    public final Unit unit() {
        return unit;
    }

    @Override
    public final Scope scope() {
        return scope;
    }
}
