package dev.backfill.jobs.cli;

import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.jobs.cli.MetricsOption.Address;
import dev.backfill.jobs.operations.RunObserver;
import dev.backfill.metrics.RunMetrics;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunStatus;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Serves one run's meters over HTTP while it goes on; without an address it does nothing. */
final class MetricsServer implements RunObserver, AutoCloseable {
    private final @Nullable RunMetrics metrics;
    private final @Nullable HTTPServer server;

    private MetricsServer(@Nullable RunMetrics metrics, @Nullable HTTPServer server) {
        this.metrics = metrics;
        this.server = server;
    }

    /**
     * @throws BackfillException if the port is taken
     */
    static MetricsServer open(@Nullable Address address, String backfill, String database) {
        if (address == null) {
            return new MetricsServer(null, null);
        }
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        RunMetrics metrics = new RunMetrics(registry, backfill, database, Clock.systemUTC());
        HTTPServer.Builder builder =
                HTTPServer.builder().port(address.port()).registry(registry.getPrometheusRegistry());
        if (address.host() != null) {
            builder.hostname(address.host());
        }
        try {
            return new MetricsServer(metrics, builder.buildAndStart());
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
        return server == null ? 0 : server.getPort();
    }

    @Override
    public void on(RunSignal signal) {
        if (metrics != null) {
            metrics.on(signal);
        }
    }

    @Override
    public void observe(RunStatus status) {
        if (metrics != null) {
            metrics.observe(status);
            if (status.endedAt() != null) {
                metrics.ended();
            }
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
