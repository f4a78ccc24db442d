package dev.backfill.throttle;

import dev.backfill.database.Health;
import dev.backfill.definition.BuiltInGuard;
import java.util.OptionalDouble;

/** For how long dead rows, and a backfill makes as many as it changes, could not be removed. */
final class OldestSnapshotGuard extends Described {
    private static final double SLOW = 15 * 60;
    private static final double STOP = 60 * 60;

    OldestSnapshotGuard() {
        super(BuiltInGuard.OLDEST_SNAPSHOT, Unit.SECONDS, Scope.TABLE);
    }

    @Override
    public OptionalDouble read(Health health) {
        return OptionalDouble.of(health.oldestSnapshot());
    }

    /**
     * A snapshot that was there before the run is borne as long as one that came later. It then holds the run until
     * somebody ends it: nothing that the run leaves behind can be removed before.
     */
    @Override
    public Limits limits(OptionalDouble baseline) {
        double before = baseline.orElse(0);
        return new Limits(before + SLOW, before + STOP);
    }
}
