package dev.backfill.metrics;

import dev.backfill.definition.Backfill;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunSignal.ChunkCommitted;
import dev.backfill.run.RunSignal.ChunkResized;
import dev.backfill.run.RunSignal.CircuitChanged;
import dev.backfill.run.RunSignal.GuardRead;
import dev.backfill.run.RunSignal.PartitionDone;
import dev.backfill.run.RunSignal.PartitionsLeft;
import dev.backfill.run.RunSignal.Retried;
import dev.backfill.run.RunSignal.SettingsChanged;
import dev.backfill.run.RunSignal.StateChanged;
import dev.backfill.run.RunSignal.Steered;
import dev.backfill.run.RunSignal.Throttled;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import dev.backfill.throttle.Schedule;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One run's figures as meters, labelled by backfill and database, never by run: series must not grow with every run.
 * Timings and waits are of this process; rows and chunks are of the run, whichever process committed them. What only the
 * stored state knows comes from {@link #observe}, which the caller repeats while the run goes on. Thread-safe.
 */
public final class RunMetrics implements RunListener {
    /** Longer than anybody waits: an estimate beyond this is none. */
    private static final long LONGEST_ETA_SECONDS = Duration.ofDays(3650).toSeconds();

    private final Backfill backfill;
    private final Schedule schedule;
    private final Counts counts;
    private final Gauges gauges;
    private final Gauges kept;
    private final GuardGauges guards;
    private final StateGauge<RunState> state;
    private final StateGauge<Verification.State> verification;
    private final Clock clock;
    private volatile boolean circuitOpen;
    private boolean steered;
    private int workers;
    private int partitionsLeft = Integer.MAX_VALUE;
    private boolean ended;

    public RunMetrics(MeterRegistry registry, Backfill backfill, Clock clock) {
        Tags tags = Tags.of("backfill", backfill.name(), "database", backfill.database());
        this.backfill = backfill;
        this.schedule = new Schedule(backfill.windows());
        this.counts = new Counts(registry, tags);
        this.gauges = new Gauges(registry, tags);
        this.kept = new Gauges(registry, tags);
        this.guards = new GuardGauges(gauges);
        this.state = new StateGauge<>(registry, "backfill.run.state", tags, RunState.values());
        this.verification =
                new StateGauge<>(registry, "backfill.verification.state", tags, Verification.State.values());
        this.clock = clock;
    }

    /**
     * Counters go on where the ledger stands. To be called before anybody looks: a counter that leaps is a rate that
     * never was.
     */
    public void resumes(RunStatus before) {
        counts.begin(before);
        state.set(before.state());
    }

    @Override
    public synchronized void on(RunSignal signal) {
        if (ended) {
            return;
        }
        alive();
        if (signal instanceof ChunkCommitted chunk) {
            counts.committed(chunk);
            gauges.set("backfill.chunk.rows", (double) chunk.scanned());
            gauges.set("backfill.last.commit.timestamp.seconds", now());
        } else if (signal instanceof Throttled throttled) {
            counts.throttled(throttled.reason(), throttled.waited());
        } else if (signal instanceof Retried retried) {
            counts.retried(retried.failureClass());
        } else if (signal instanceof StateChanged changed) {
            state.set(changed.state());
        } else if (signal instanceof SettingsChanged changed) {
            if (!steered) {
                pace(changed.settings().rowsPerSecond(), changed.settings().workers());
            }
        } else if (signal instanceof ChunkResized resized) {
            gauges.set("backfill.chunk.rows", resized.rows());
        } else if (signal instanceof GuardRead read) {
            guards.read(read, now());
        } else if (signal instanceof Steered now) {
            // what is in force, settings included; told anew within a fraction of a second after settings change
            steered = true;
            pace(now.rowsPerSecond(), now.workers());
        } else if (signal instanceof PartitionsLeft left) {
            partitionsLeft = left.partitions();
            workers(workers);
        } else if (signal instanceof CircuitChanged changed) {
            circuitOpen = changed.open();
            gauges.set("backfill.circuit.open", circuitOpen ? 1 : 0);
        } else if (!(signal instanceof PartitionDone)) {
            throw new IllegalStateException("no meter is decided for " + signal.getClass());
        }
    }

    /** Takes over what the stored state says. */
    public synchronized void observe(RunStatus status) {
        counts.stored(status);
        state.set(status.state());
        if (ended) {
            return;
        }
        alive();
        gauges.set("backfill.circuit.open", circuitOpen ? 1 : 0);
        gauges.set("backfill.progress.ratio", Double.isNaN(status.progress()) ? 0 : clamp(status.progress()));
        gauges.set("backfill.rows.estimated", Math.max(0, (double) status.rows().estimated()));
        gauges.set("backfill.rows.per.second", Math.max(0, status.rowsPerSecond()));
        gauges.set("backfill.dead.letters", (double) status.rows().dead());
        gauges.set("backfill.dead.letters.limit", (double)
                backfill.limits().maxDeadLetters().of(status.rows().estimated()));
        optional("backfill.retries.per.minute.limit", backfill.limits().maxRetriesPerMinute());
        optional("backfill.eta.seconds", eta(status));
        optional(
                "backfill.window.closes.timestamp.seconds",
                schedule.closesAt(clock.instant())
                        .map(closes -> closes.toEpochSecond())
                        .orElse(null));
        verification.set(status.verification().state());
        for (Verification.Result check : status.verification().checks()) {
            kept.set("backfill.verification.mismatches", mismatches(check), Tags.of("check", check.name()));
        }
    }

    /**
     * Removes the series of the run but for the counters, the last state and the verification's. Whatever is told later
     * is not heard.
     */
    public synchronized void ended() {
        if (ended) {
            return;
        }
        ended = true;
        gauges.removeAll();
        RunState last = state.last();
        if (last != null && !working(last)) {
            kept.set("backfill.closed.timestamp.seconds", now());
        }
        state.keepLast();
        verification.keepLast();
    }

    /** In these states some process has to be there. */
    private static boolean working(RunState state) {
        return switch (state) {
            case RUNNING, PAUSING, VERIFYING -> true;
            case PLANNED, PAUSED, SUCCEEDED, FAILED, ABORTED -> false;
        };
    }

    private void alive() {
        RunState last = state.last();
        if (last == null || working(last)) {
            gauges.set("backfill.heartbeat.timestamp.seconds", now());
        }
    }

    static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private double now() {
        return clock.millis() / 1000.0;
    }

    private static double clamp(double share) {
        return Math.min(1, Math.max(0, share));
    }

    private static @Nullable Long eta(RunStatus status) {
        Long eta = status.etaSeconds();
        return eta == null || eta > LONGEST_ETA_SECONDS ? null : Long.valueOf(Math.max(0, eta));
    }

    private void pace(@Nullable Integer rowsPerSecond, int workers) {
        workers(workers);
        optional("backfill.rate.limit.rows.per.second", rowsPerSecond);
    }

    /** Those without a partition to work on do not count: they neither work nor wait. */
    private void workers(int allowed) {
        workers = allowed;
        gauges.set("backfill.workers", Math.min(allowed, partitionsLeft));
    }

    /** Null has no series. */
    private void optional(String name, @Nullable Number value) {
        if (value == null) {
            gauges.remove(name);
        } else {
            gauges.set(name, value.doubleValue());
        }
    }

    /** How far the figures are apart; 1 where they are no numbers or agree and the check failed all the same. */
    private static double mismatches(Verification.Result check) {
        if (check.state() != Verification.State.FAILED) {
            return 0;
        }
        try {
            double distance = Math.abs(Double.parseDouble(check.actual()) - Double.parseDouble(check.expected()));
            return distance > 0 ? distance : 1;
        } catch (NumberFormatException e) {
            return 1;
        }
    }
}
