package dev.backfill.throttle;

import dev.backfill.database.Health;
import java.util.OptionalDouble;

/** The used share of the server's disk. A full one stops the server. */
final class DiskGuard implements Guard {
    private static final double SLOW = 0.9;
    private static final double STOP = 0.95;
    /** What the run may add where the disk was fuller than that before. */
    private static final double MORE = 0.01;
    /** Beyond this it is not the run that may decide. */
    private static final double FULL = 0.98;

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public Unit unit() {
        return Unit.SHARE;
    }

    @Override
    public Scope scope() {
        return Scope.SERVER;
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
