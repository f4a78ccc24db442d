package dev.backfill.throttle;

import dev.backfill.database.Health;
import dev.backfill.database.Health.Standby;
import dev.backfill.definition.BuiltInGuard;
import java.util.List;
import java.util.OptionalDouble;

/** How much log the slowest standby has not replayed: what the primary keeps on its disk for it. */
final class ReplicationBytesGuard extends Described {
    private static final double SLOW = 256L << 20;
    private static final double STOP = 1L << 30;

    private final Shared<List<Standby>> standbys;

    ReplicationBytesGuard(Shared<List<Standby>> standbys) {
        super(BuiltInGuard.REPLICATION_LAG_BYTES, Unit.BYTES, Scope.SERVER);
        this.standbys = standbys;
    }

    @Override
    public OptionalDouble read(Health health) {
        return standbys.at(health).stream().mapToDouble(Standby::lagBytes).max();
    }

    @Override
    public Limits limits(OptionalDouble baseline) {
        double usual = baseline.orElse(0);
        return new Limits(usual + SLOW, usual + STOP);
    }
}
