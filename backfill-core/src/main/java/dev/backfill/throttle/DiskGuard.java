package dev.backfill.throttle;

import dev.backfill.database.Health;
import dev.backfill.definition.BuiltInGuard;
import java.util.OptionalDouble;

/** The used share of the server's disk. A full one stops the server. */
final class DiskGuard extends Described {
    private static final double SLOW = 0.9;
    private static final double STOP = 0.95;
    /** What the run may add where the disk was fuller than that before. */
    private static final double MORE = 0.01;
    /** Beyond this it is not the run that may decide. */
    private static final double FULL = 0.98;

    DiskGuard() {
        super(BuiltInGuard.DISK, Unit.SHARE, Scope.SERVER);
    }

    @Override
    public OptionalDouble read(Health health) {
        return health.diskUsed();
    }

    @Override
    public Limits limits(OptionalDouble baseline) {
        double usual = baseline.orElse(0);
        return new Limits(
                Math.min(FULL, Math.max(SLOW, usual + MORE)), Math.min(FULL, Math.max(STOP, usual + 2 * MORE)));
    }
}
