package dev.backfill.jobs.cli;

import dev.backfill.definition.Backfill;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.jobs.cli.MetricsOption.Address;
import dev.backfill.jobs.operations.RunObserver;
import dev.backfill.metrics.RunMetrics;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunStatus;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Serves one run's meters over HTTP while it goes on; without an address it does nothing. */
final class MetricsServer implements RunObserver, AutoCloseable {
    private final @Nullable Serving serving;

    private record Serving(
            RunMetrics metrics,
            HTTPServer server,
            PrometheusMeterRegistry registry,
            ProcessMeters process,
            Scrapes scrapes) {}

    private MetricsServer(@Nullable Serving serving) {
        this.serving = serving;
    }

    /**
     * @param before what the ledger says of a run that goes on; null for a new one
     * @throws BackfillException if the port is taken
     */
    static MetricsServer open(@Nullable Address address, Backfill backfill, @Nullable RunStatus before) {
        return open(address, backfill, before, Scrapes.LONGEST);
    }

    /** @param longest to wait at the end for one more visit */
    static MetricsServer open(
            @Nullable Address address, Backfill backfill, @Nullable RunStatus before, Duration longest) {
        if (address == null) {
            return new MetricsServer(null);
        }
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        // a series for every partition would be hundreds
        registry.config()
                .meterFilter(MeterFilter.replaceTagValues(
                        "spring.batch.step.name", step -> step.startsWith("partition-") ? "partition" : step));
        RunMetrics metrics = new RunMetrics(registry, backfill, Clock.systemUTC());
        if (before != null) {
            metrics.resumes(before);
        }
        Scrapes scrapes = new Scrapes(System::nanoTime, longest);
        registry.getPrometheusRegistry().register(scrapes);
        HTTPServer server = listen(address, registry);
        // pools, the circuit and Spring Batch keep their meters in the registry that all of a process shares
        Metrics.addRegistry(registry);
        return new MetricsServer(new Serving(metrics, server, registry, ProcessMeters.bind(registry), scrapes));
    }

    private static HTTPServer listen(Address address, PrometheusMeterRegistry registry) {
        HTTPServer.Builder builder =
                HTTPServer.builder().port(address.port()).registry(registry.getPrometheusRegistry());
        if (address.host() != null) {
            builder.hostname(address.host());
        }
        try {
            return builder.buildAndStart();
        } catch (IOException e) {
            throw new BackfillException(
                    ErrorCode.USAGE,
                    "--metrics-port: cannot listen on "
                            + (address.host() == null ? "" : address.host() + ":") + address.port() + ": "
                            + e.getMessage() + "; nothing was started",
                    "choose a free port, or end the process that has it",
                    e);
        }
    }

    /** The port in use; 0 if there is no server. */
    int port() {
        return serving == null ? 0 : serving.server().getPort();
    }

    @Override
    public void on(RunSignal signal) {
        if (serving != null) {
            serving.metrics().on(signal);
        }
    }

    @Override
    public void observe(RunStatus status) {
        if (serving != null) {
            serving.metrics().observe(status);
        }
    }

    /** Lets whoever fetches the figures regularly have the last ones, too. */
    @Override
    public void close() {
        if (serving != null) {
            serving.metrics().ended();
            serving.scrapes().awaitLast();
            Metrics.removeRegistry(serving.registry());
            serving.process().close();
            serving.server().close();
        }
    }
}
