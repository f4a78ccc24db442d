package dev.backfill.throttle;

import dev.backfill.database.Health;
import dev.backfill.database.Health.Activity;
import dev.backfill.definition.BuiltInGuard;
import java.util.OptionalDouble;

/** How many sessions of others are in the middle of a statement: they pile up when the server is slow. */
final class ActiveSessionsGuard extends Described {
    private final Shared<Activity> activity;

    ActiveSessionsGuard(Shared<Activity> activity) {
        super(BuiltInGuard.ACTIVE_SESSIONS, Unit.COUNT, Scope.SERVER);
        this.activity = activity;
    }

    @Override
    public OptionalDouble read(Health health) {
        return OptionalDouble.of(activity.at(health).active());
    }

    /** The share lets a busy server waver, the number a quiet one. */
    @Override
    public Limits limits(OptionalDouble baseline) {
        double usual = baseline.orElse(0);
        return new Limits(1.5 * usual + 4, 3 * usual + 16);
    }
}
