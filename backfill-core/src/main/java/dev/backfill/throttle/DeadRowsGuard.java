package dev.backfill.throttle;

import dev.backfill.database.Health;
import dev.backfill.database.Health.DeadRows;
import dev.backfill.definition.BuiltInGuard;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * The share of the table's rows that are dead and have been left so for two minutes: the least of what was read in that
 * time. A server that cleans up as it should comes within one. While it is cleaning the value is 0.
 */
final class DeadRowsGuard extends Described {
    /** The server looks for work once a minute, and may be busy with another table. */
    private static final long PATIENCE_NANOS = Duration.ofMinutes(2).toNanos();
    /** A smaller table is cleaned in no time. */
    private static final long SMALL_TABLE = 10_000;
    /** The server's own threshold is a sixth. */
    private static final double SLOW = 0.2;

    private static final double STOP = 0.4;

    private record Reading(long at, double share) {}

    private final LongSupplier nanoClock;
    private final Deque<Reading> readings = new ArrayDeque<>();

    DeadRowsGuard(LongSupplier nanoClock) {
        super(BuiltInGuard.DEAD_ROWS, Unit.SHARE, Scope.TABLE);
        this.nanoClock = nanoClock;
    }

    @Override
    public OptionalDouble read(Health health) {
        DeadRows rows = health.deadRows();
        long all = rows.dead() + rows.live();
        if (all < SMALL_TABLE) {
            readings.clear();
            return OptionalDouble.empty();
        }
        long now = nanoClock.getAsLong();
        readings.addLast(new Reading(now, rows.cleaning() ? 0 : rows.dead() / (double) all));
        // the first one stays as old as the patience, so that the rest tells of all of that time
        while (readings.size() > 1 && now - second().at() >= PATIENCE_NANOS) {
            readings.removeFirst();
        }
        boolean known = now - readings.getFirst().at() >= PATIENCE_NANOS;
        return OptionalDouble.of(
                known ? readings.stream().mapToDouble(Reading::share).min().orElse(0) : 0);
    }

    private Reading second() {
        Iterator<Reading> all = readings.iterator();
        all.next();
        return all.next();
    }

    /** What was dead before the run counts as usual, although nobody knows yet for how long it has been. */
    @Override
    public Limits limits(OptionalDouble baseline) {
        double now = readings.isEmpty() ? 0 : readings.getLast().share();
        double before = Math.max(now, baseline.orElse(0));
        return new Limits(before + SLOW, before + STOP);
    }
}
