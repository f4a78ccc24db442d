package dev.backfill.throttle;

import dev.backfill.database.Health;
import dev.backfill.database.Health.Log;
import dev.backfill.definition.BuiltInGuard;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * How much log the server writes. More than fits between two checkpoints that are half a minute apart makes it write
 * whole pages again and again; the server itself warns of that. The value is smoothed over that half minute, so that a
 * burst that fits does not count.
 */
final class LogRateGuard extends Described {
    /** PostgreSQL's own checkpoint_warning. */
    private static final double CHECKPOINT_SECONDS = 30;

    private final Shared<Log> log;
    private final SmoothRate rate;
    private double room = Double.POSITIVE_INFINITY;

    LogRateGuard(Shared<Log> log, LongSupplier nanoClock) {
        super(BuiltInGuard.LOG_RATE, Unit.BYTES_PER_SECOND, Scope.SERVER);
        this.log = log;
        this.rate = new SmoothRate(CHECKPOINT_SECONDS, nanoClock);
    }

    @Override
    public OptionalDouble read(Health health) {
        Log seen = log.at(health);
        room = seen.bytesToCheckpoint();
        return rate.at((double) seen.writtenBytes());
    }

    /** What others write is not the run's doing, so the run may come on top of it. */
    @Override
    public Limits limits(OptionalDouble baseline) {
        rate.begin(baseline);
        return new Limits(baseline.orElse(0) + room / CHECKPOINT_SECONDS, Double.POSITIVE_INFINITY);
    }
}
