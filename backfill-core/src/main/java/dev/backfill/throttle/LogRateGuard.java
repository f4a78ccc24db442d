package dev.backfill.throttle;

import dev.backfill.database.Health;
import dev.backfill.database.Health.Log;
import dev.backfill.definition.BuiltInGuard;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How much log the server writes. More than fits between two checkpoints that are half a minute apart makes it write
 * whole pages again and again; the server itself warns of that. The value is smoothed over that half minute, so that a
 * burst that fits does not count.
 */
final class LogRateGuard extends Described {
    /** PostgreSQL's own checkpoint_warning. */
    private static final double CHECKPOINT_SECONDS = 30;
    /** Less says nothing about a rate. */
    private static final double SHORTEST = 0.5;

    private final Shared<Log> log;
    private final LongSupplier nanoClock;
    private @Nullable Log from;
    private long fromAt;
    private OptionalDouble smoothed = OptionalDouble.empty();
    private double room = Double.POSITIVE_INFINITY;
    private boolean running;

    LogRateGuard(Shared<Log> log, LongSupplier nanoClock) {
        super(BuiltInGuard.LOG_RATE, Unit.BYTES_PER_SECOND, Scope.SERVER);
        this.log = log;
        this.nanoClock = nanoClock;
    }

    @Override
    public OptionalDouble read(Health health) {
        Log seen = log.at(health);
        long now = nanoClock.getAsLong();
        room = seen.bytesToCheckpoint();
        Log before = from;
        double seconds = (now - fromAt) / 1e9;
        if (before == null || seen.writtenBytes() < before.writtenBytes()) {
            from = seen;
            fromAt = now;
        } else if (seconds >= SHORTEST) {
            double rate = (seen.writtenBytes() - before.writtenBytes()) / seconds;
            smoothed = OptionalDouble.of(running ? smooth(rate, seconds) : rate);
            if (running) {
                from = seen;
                fromAt = now;
            }
        }
        return smoothed;
    }

    private double smooth(double rate, double seconds) {
        double old = smoothed.orElse(0);
        return old + (1 - Math.exp(-seconds / CHECKPOINT_SECONDS)) * (rate - old);
    }

    /** What others write is not the run's doing, so the run may come on top of it. */
    @Override
    public Limits limits(OptionalDouble baseline) {
        running = true;
        smoothed = baseline;
        from = null;
        return new Limits(baseline.orElse(0) + room / CHECKPOINT_SECONDS, Double.POSITIVE_INFINITY);
    }
}
