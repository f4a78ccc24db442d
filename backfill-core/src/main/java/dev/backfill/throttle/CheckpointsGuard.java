package dev.backfill.throttle;

import dev.backfill.database.Health;
import dev.backfill.database.Health.Log;
import dev.backfill.definition.BuiltInGuard;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/** How many checkpoints of the last five minutes were forced: each makes the disk busy before its time. */
final class CheckpointsGuard extends Described {
    private static final long WINDOW_NANOS = Duration.ofMinutes(5).toNanos();
    /** One a minute. */
    private static final double SLOW = 5;

    private record Reading(long at, long forced) {}

    private final Shared<Log> log;
    private final LongSupplier nanoClock;
    private final Deque<Reading> readings = new ArrayDeque<>();

    CheckpointsGuard(Shared<Log> log, LongSupplier nanoClock) {
        super(BuiltInGuard.CHECKPOINTS, Unit.COUNT, Scope.SERVER);
        this.log = log;
        this.nanoClock = nanoClock;
    }

    @Override
    public OptionalDouble read(Health health) {
        long forced = log.at(health).forcedCheckpoints();
        long now = nanoClock.getAsLong();
        if (!readings.isEmpty() && forced < readings.getLast().forced()) {
            // the counters were reset
            readings.clear();
        }
        readings.addLast(new Reading(now, forced));
        while (now - readings.getFirst().at() > WINDOW_NANOS) {
            readings.removeFirst();
        }
        return OptionalDouble.of((double) (forced - readings.getFirst().forced()));
    }

    @Override
    public Limits limits(OptionalDouble baseline) {
        return new Limits(baseline.orElse(0) + SLOW, Double.POSITIVE_INFINITY);
    }
}
