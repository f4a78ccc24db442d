package dev.backfill.throttle;

import dev.backfill.database.Health;
import java.util.OptionalDouble;

/** A guard with limits that do not depend on anything; its readings are the test's. */
record FixedGuard(String name, double slowAbove, double stopAbove) implements Guard {
    @Override
    public Unit unit() {
        return Unit.SECONDS;
    }

    @Override
    public Scope scope() {
        return Scope.SERVER;
    }

    @Override
    public OptionalDouble read(Health health) {
        throw new IllegalStateException("the test reads");
    }

    @Override
    public Limits limits(OptionalDouble baseline) {
        return new Limits(slowAbove, stopAbove);
    }
}
