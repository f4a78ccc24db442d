package dev.backfill.throttle;

import dev.backfill.database.Health;
import dev.backfill.database.Health.Standby;
import java.util.OptionalDouble;

/** How far the slowest of the configured replicas is behind. */
final class ReplicaLagGuard implements Guard {
    private static final double SLOW = 2;
    private static final double STOP = 10;

    @Override
    public String name() {
        return "replica-lag";
    }

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
        return health.replicas().stream().mapToDouble(Standby::lagSeconds).max();
    }

    @Override
    public Limits limits(OptionalDouble baseline) {
        double usual = baseline.orElse(0);
        return new Limits(usual + SLOW, usual + STOP);
    }
}
