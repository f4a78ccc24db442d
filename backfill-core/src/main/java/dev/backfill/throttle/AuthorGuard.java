package dev.backfill.throttle;

import dev.backfill.database.Health;
import dev.backfill.definition.GuardQuery;
import java.util.OptionalDouble;

/** A query of the backfill's author. Its limits are the author's too, whatever was usual. */
final class AuthorGuard implements Guard {
    private final GuardQuery guard;

    AuthorGuard(GuardQuery guard) {
        this.guard = guard;
    }

    @Override
    public String name() {
        return guard.name();
    }

    @Override
    public Unit unit() {
        return Unit.COUNT;
    }

    @Override
    public Scope scope() {
        return Scope.AUTHOR;
    }

    @Override
    public OptionalDouble read(Health health) {
        return OptionalDouble.of(health.query(guard.query()));
    }

    @Override
    public Limits limits(OptionalDouble baseline) {
        double stop = guard.stopAbove() == null ? Double.POSITIVE_INFINITY : guard.stopAbove();
        return new Limits(guard.slowAbove() == null ? stop : guard.slowAbove(), stop);
    }
}
