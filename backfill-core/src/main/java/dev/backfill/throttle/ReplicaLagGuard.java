package dev.backfill.throttle;

import dev.backfill.database.Health;
import dev.backfill.database.Health.Standby;
import dev.backfill.definition.BuiltInGuard;
import java.util.OptionalDouble;

/** How far the slowest of the configured replicas is behind. */
final class ReplicaLagGuard extends Described {
    private static final double SLOW = 2;
    private static final double STOP = 10;

    ReplicaLagGuard() {
        super(BuiltInGuard.REPLICA_LAG, Unit.SECONDS, Scope.SERVER);
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
