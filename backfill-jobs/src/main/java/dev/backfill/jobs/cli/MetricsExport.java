package dev.backfill.jobs.cli;

import dev.backfill.definition.Backfill;
import dev.backfill.error.BackfillException;
import dev.backfill.jobs.cli.MetricsOption.Address;
import dev.backfill.jobs.config.MetricsReceiver;
import dev.backfill.jobs.config.MetricsReceivers;
import dev.backfill.jobs.operations.RunObserver;
import dev.backfill.metrics.RunMetrics;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run's meters and all ways out for them; without a way out it does nothing. */
final class MetricsExport implements RunObserver, AutoCloseable {
    /** How long the end of a process may take longer for the sake of its last figures. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final @Nullable Export export;

    /**
     * @param served where to listen; null for nowhere
     * @param pushed to whom figures are sent
     * @param longestVisit to wait at the end for one more visit of whoever asked
     */
    record Ways(@Nullable Address served, MetricsReceivers pushed, Duration longestVisit) {}

    private record Export(
            RunMetrics metrics,
            List<MeterRegistry> registries,
            ProcessMeters process,
            @Nullable MetricsServer server,
            List<Outlet> outlets) {}

    private MetricsExport(@Nullable Export export) {
        this.export = export;
    }

    /**
     * @param before what the ledger says of a run that goes on; null for a new one
     * @throws BackfillException if the port is taken
     */
    static MetricsExport open(Ways ways, Backfill backfill, @Nullable RunStatus before) {
        MetricsReceiver gateway = ways.pushed().pushGateway();
        MetricsReceiver otlp = ways.pushed().otlp();
        List<MeterRegistry> registries = new ArrayList<>();
        List<Outlet> outlets = new ArrayList<>();
        PrometheusMeterRegistry prometheus = null;
        if (ways.served() != null || gateway != null) {
            prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            registries.add(prometheus);
        }
        if (prometheus != null && gateway != null) {
            outlets.add(new Pusher(
                    "the push gateway " + gateway.shown(),
                    gateway.every(),
                    new PushGatewayPush(gateway, backfill, prometheus::scrape)));
        }
        if (otlp != null) {
            OtlpOutlet outlet = new OtlpOutlet(otlp, backfill);
            registries.add(outlet.registry());
            outlets.add(outlet);
        }
        if (registries.isEmpty()) {
            return new MetricsExport(null);
        }
        // a series for every partition would be hundreds
        registries.forEach(registry -> registry.config()
                .meterFilter(MeterFilter.replaceTagValues(
                        "spring.batch.step.name", step -> step.startsWith("partition-") ? "partition" : step)));
        CompositeMeterRegistry all = new CompositeMeterRegistry(io.micrometer.core.instrument.Clock.SYSTEM, registries);
        RunMetrics metrics = new RunMetrics(all, backfill, Clock.systemUTC());
        if (before != null) {
            metrics.resumes(before);
        }
        MetricsServer server = prometheus == null || ways.served() == null
                ? null
                : MetricsServer.open(ways.served(), prometheus.getPrometheusRegistry(), ways.longestVisit());
        // pools, the circuit and Spring Batch keep their meters in the registry that all of a process shares
        registries.forEach(Metrics::addRegistry);
        return new MetricsExport(new Export(metrics, registries, ProcessMeters.bind(all), server, outlets));
    }

    /** The port that is listened on; 0 if there is none. */
    int port() {
        return export == null || export.server() == null ? 0 : export.server().port();
    }

    @Override
    public void on(RunSignal signal) {
        if (export != null) {
            export.metrics().on(signal);
            // the first signal is that the run is ours: a process that was refused must not speak for another
            export.outlets().forEach(Outlet::begin);
        }
    }

    @Override
    public void observe(RunStatus status) {
        if (export != null) {
            export.metrics().observe(status);
        }
    }

    /** Sees to it that the last figures arrive, if that can be had in a few seconds. */
    @Override
    public void close() {
        if (export == null) {
            return;
        }
        export.metrics().ended();
        long deadline = System.nanoTime() + LAST_WORDS.toNanos();
        export.outlets().forEach(Outlet::finish);
        if (export.server() != null) {
            export.server().close();
        }
        export.outlets().forEach(outlet -> outlet.awaitEnd(Duration.ofNanos(deadline - System.nanoTime())));
        export.registries().forEach(Metrics::removeRegistry);
        export.process().close();
    }
}
