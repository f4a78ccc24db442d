package dev.backfill.throttle;

import dev.backfill.database.Health;
import dev.backfill.database.Health.Standby;
import dev.backfill.definition.BuiltInGuard;
import java.util.List;
import java.util.OptionalDouble;

/** How far the slowest standby is behind. Who reads there reads old rows; who fails over there waits. */
final class ReplicationLagGuard extends Described {
    private static final double SLOW = 2;
    private static final double STOP = 10;

    private final Shared<List<Standby>> standbys;

    ReplicationLagGuard(Shared<List<Standby>> standbys) {
        super(BuiltInGuard.REPLICATION_LAG, Unit.SECONDS, Scope.SERVER);
        this.standbys = standbys;
    }

    @Override
    public OptionalDouble read(Health health) {
        return standbys.at(health).stream().mapToDouble(Standby::lagSeconds).max();
    }

    /** Above what was usual: a standby may be late on purpose. */
    @Override
    public Limits limits(OptionalDouble baseline) {
        double usual = baseline.orElse(0);
        return new Limits(usual + SLOW, usual + STOP);
    }
}
