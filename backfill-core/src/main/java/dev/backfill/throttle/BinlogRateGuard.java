package dev.backfill.throttle;

import dev.backfill.database.Health;
import dev.backfill.database.Health.Internals;
import dev.backfill.definition.BuiltInGuard;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * How much the server writes to the log that replicas read and archives keep. Each change of file makes all commits wait;
 * more than a file in half a minute is a rate that neither replicas nor disks are made for.
 */
final class BinlogRateGuard extends Described {
    private static final double FILE_SECONDS = 30;

    private final Shared<Internals> internals;
    private final SmoothRate rate;
    private double file = Double.POSITIVE_INFINITY;

    BinlogRateGuard(Shared<Internals> internals, LongSupplier nanoClock) {
        super(BuiltInGuard.BINLOG_RATE, Unit.BYTES_PER_SECOND, Scope.SERVER);
        this.internals = internals;
        this.rate = new SmoothRate(FILE_SECONDS, nanoClock);
    }

    @Override
    public OptionalDouble read(Health health) {
        Internals seen = internals.at(health);
        file = (double) seen.binlogFileBytes();
        return seen.binlogBytes().isPresent() ? rate.at(seen.binlogBytes().getAsDouble()) : OptionalDouble.empty();
    }

    /** What others write is not the run's doing, so the run may come on top of it. */
    @Override
    public Limits limits(OptionalDouble baseline) {
        rate.begin(baseline);
        return new Limits(baseline.orElse(0) + file / FILE_SECONDS, Double.POSITIVE_INFINITY);
    }
}
