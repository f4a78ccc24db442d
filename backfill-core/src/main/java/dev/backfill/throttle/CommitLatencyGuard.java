package dev.backfill.throttle;

import dev.backfill.database.Health;
import dev.backfill.database.Health.Activity;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;

/**
 * How long a durable commit takes: what the application feels of a busy disk, measured by tiny commits. The value is the
 * 95th percentile of the latest readings. While nobody else is at work nobody is hurt: then there is no signal, and
 * nothing is committed.
 */
final class CommitLatencyGuard implements Guard {
    /** Two seconds of them: two slow ones in that time are chance, a third is not. */
    private static final int READINGS = 40;
    /** Commits of one look; at four looks a second little beside what an application commits. */
    private static final int COMMITS = 5;

    private static final double PERCENTILE = 0.95;
    /** Slower by this share or this many seconds, whichever is more, than before the run. */
    private static final double SLOW_FACTOR = 1.3;

    private static final double SLOW_SECONDS = 0.0003;
    /** Slower than this many times, and than this many seconds, whichever is more: nobody works well any more. */
    private static final double STOP_FACTOR = 10;

    private static final double STOP_SECONDS = 0.25;
    /** Where it is not known what is usual: a disk that is slow but not busy takes up to 20 ms. */
    private static final double SLOW_UNKNOWN = 0.05;

    private final Shared<Activity> activity;
    private final Deque<Double> readings = new ArrayDeque<>();
    private boolean running;

    CommitLatencyGuard(Shared<Activity> activity) {
        this.activity = activity;
    }

    @Override
    public String name() {
        return "commit-latency";
    }

    @Override
    public Unit unit() {
        return Unit.SECONDS;
    }

    @Override
    public Scope scope() {
        return Scope.SERVER;
    }

    @Override
    public OptionalDouble read(Health health) {
        boolean alone = activity.at(health).others() == 0;
        if (running && alone) {
            readings.clear();
            return OptionalDouble.empty();
        }
        for (int i = 0; i < COMMITS; i++) {
            health.commit().ifPresent(readings::addLast);
            if (readings.size() > READINGS) {
                readings.removeFirst();
            }
        }
        return alone ? OptionalDouble.empty() : percentile(PERCENTILE);
    }

    private OptionalDouble percentile(double share) {
        double[] sorted = readings.stream().mapToDouble(r -> r).sorted().toArray();
        return sorted.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(sorted[(int) Math.ceil(share * sorted.length) - 1]);
    }

    /** Whoever comes later is owed what an idle server gave before the run. */
    @Override
    public Limits limits(OptionalDouble baseline) {
        running = true;
        OptionalDouble usual = baseline.isPresent() ? baseline : percentile(0.5);
        if (usual.isEmpty()) {
            return new Limits(SLOW_UNKNOWN, STOP_SECONDS);
        }
        double before = usual.getAsDouble();
        double stop = Math.max(STOP_FACTOR * before, STOP_SECONDS);
        return new Limits(Math.max(SLOW_FACTOR * before, before + SLOW_SECONDS), stop);
    }
}
