package dev.backfill.metrics;

import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunSignal.ChunkCommitted;
import dev.backfill.run.RunSignal.ChunkResized;
import dev.backfill.run.RunSignal.CircuitChanged;
import dev.backfill.run.RunSignal.GuardRead;
import dev.backfill.run.RunSignal.PartitionDone;
import dev.backfill.run.RunSignal.Retried;
import dev.backfill.run.RunSignal.SettingsChanged;
import dev.backfill.run.RunSignal.StateChanged;
import dev.backfill.run.RunSignal.Steered;
import dev.backfill.run.RunSignal.Throttled;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Settings;
import dev.backfill.run.Verification;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One run's figures as meters, labelled by backfill and database, never by run: series must not grow with every run.
 * Counters and timings come from the signals of this process; what only the stored state knows comes from {@link
 * #observe}, which the caller repeats while the run goes on. Thread-safe.
 */
public final class RunMetrics implements RunListener {
    private final Counts counts;
    private final Gauges gauges;
    private final StateGauge state;
    private final Clock clock;
    private volatile boolean circuitOpen;

    public RunMetrics(MeterRegistry registry, String backfill, String database, Clock clock) {
        Tags tags = Tags.of("backfill", backfill, "database", database);
        this.counts = new Counts(registry, tags);
        this.gauges = new Gauges(registry, tags);
        this.state = new StateGauge(registry, tags);
        this.clock = clock;
    }

    @Override
    public void on(RunSignal signal) {
        if (signal instanceof ChunkCommitted chunk) {
            counts.committed(chunk);
            gauges.set("backfill.chunk.rows", (double) chunk.scanned());
            gauges.set("backfill.last.commit.timestamp.seconds", clock.millis() / 1000.0);
        } else if (signal instanceof Throttled throttled) {
            counts.throttled(throttled.reason(), throttled.waited());
        } else if (signal instanceof Retried retried) {
            counts.retried(label(retried.failureClass()));
        } else if (signal instanceof StateChanged changed) {
            state.set(changed.state());
        } else if (signal instanceof SettingsChanged changed) {
            settings(changed.settings());
        } else if (signal instanceof ChunkResized resized) {
            gauges.set("backfill.chunk.rows", resized.rows());
        } else if (signal instanceof GuardRead read) {
            guard(read);
        } else if (signal instanceof Steered steered) {
            gauges.set("backfill.workers", steered.workers());
            rateLimit(steered.rowsPerSecond());
        } else if (signal instanceof CircuitChanged changed) {
            circuitOpen = changed.open();
            gauges.set("backfill.circuit.open", circuitOpen ? 1 : 0);
        } else if (!(signal instanceof PartitionDone)) {
            throw new IllegalStateException("no meter is decided for " + signal.getClass());
        }
    }

    /** Takes over what the stored state says. */
    public void observe(RunStatus status) {
        state.set(status.state());
        gauges.set("backfill.circuit.open", circuitOpen ? 1 : 0);
        gauges.set("backfill.progress.ratio", status.progress());
        gauges.set("backfill.rows.estimated", (double) status.rows().estimated());
        gauges.set("backfill.dead.letters", (double) status.rows().dead());
        Long eta = status.etaSeconds();
        if (eta == null) {
            gauges.remove("backfill.eta.seconds");
        } else {
            gauges.set("backfill.eta.seconds", (double) eta);
        }
        for (Verification.Result check : status.verification().checks()) {
            gauges.set("backfill.verification.mismatches", mismatches(check), Tags.of("check", check.name()));
        }
    }

    /** Removes the series of the run but for the counters and the last state. */
    public void ended() {
        gauges.removeAll();
        state.keepLast();
    }

    static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What could not be read or has no limit has no series. */
    private void guard(GuardRead read) {
        Tags tags = Tags.of("guard", read.guard());
        if (Double.isNaN(read.value())) {
            gauges.remove("backfill.guard.value", tags);
        } else {
            gauges.set("backfill.guard.value", read.value(), tags);
        }
        if (Double.isFinite(read.limit())) {
            gauges.set("backfill.guard.limit", read.limit(), tags);
        } else {
            gauges.remove("backfill.guard.limit", tags);
        }
    }

    private void settings(Settings settings) {
        gauges.set("backfill.workers", settings.workers());
        rateLimit(settings.rowsPerSecond());
    }

    private void rateLimit(@Nullable Integer rate) {
        if (rate == null) {
            gauges.remove("backfill.rate.limit.rows.per.second");
        } else {
            gauges.set("backfill.rate.limit.rows.per.second", rate);
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
