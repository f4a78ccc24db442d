package dev.backfill.throttle;

import dev.backfill.database.Health;
import dev.backfill.database.Health.Internals;
import dev.backfill.definition.BuiltInGuard;
import java.util.OptionalDouble;

/**
 * How far a server that keeps old versions of rows apart is behind with cleaning them up. Whatever reads a row that was
 * changed in the meantime goes through its versions, so a long list makes all queries slow.
 */
final class HistoryListGuard extends Described {
    private static final double SLOW = 100_000;
    private static final double STOP = 1_000_000;

    private final Shared<Internals> internals;

    HistoryListGuard(Shared<Internals> internals) {
        super(BuiltInGuard.HISTORY_LIST, Unit.COUNT, Scope.SERVER);
        this.internals = internals;
    }

    @Override
    public OptionalDouble read(Health health) {
        return internals.at(health).historyList();
    }

    @Override
    public Limits limits(OptionalDouble baseline) {
        double before = baseline.orElse(0);
        return new Limits(before + SLOW, before + STOP);
    }
}
