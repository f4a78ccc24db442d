package dev.backfill.throttle;

import dev.backfill.database.Health;
import dev.backfill.database.Health.Activity;
import dev.backfill.definition.BuiltInGuard;
import java.util.OptionalDouble;

/**
 * How many sessions of others wait for a lock. Reading acts: whoever waits for a chunk of ours gets the lock at once,
 * because the chunk is ended and done again, smaller.
 */
final class LockWaitersGuard extends Described {
    private final Shared<Activity> activity;

    LockWaitersGuard(Shared<Activity> activity) {
        super(BuiltInGuard.LOCK_WAITERS, Unit.COUNT, Scope.SERVER);
        this.activity = activity;
    }

    @Override
    public OptionalDouble read(Health health) {
        Activity now = activity.at(health);
        if (now.waitersForUs() > 0) {
            health.release();
        }
        return OptionalDouble.of(now.lockWaiters());
    }

    /** One or two at a time is everyday life; a queue that grows is not. */
    @Override
    public Limits limits(OptionalDouble baseline) {
        double usual = baseline.orElse(0);
        return new Limits(2 * usual + 2, 4 * usual + 10);
    }
}
