package dev.backfill.jobs.cli;

import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.jobs.cli.MetricsOption.Address;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.Duration;

/** Serves figures over HTTP to whoever asks. */
final class MetricsServer implements AutoCloseable {
    private final HTTPServer server;
    private final Scrapes scrapes;

    private MetricsServer(HTTPServer server, Scrapes scrapes) {
        this.server = server;
        this.scrapes = scrapes;
    }

    /**
     * @param longest to wait at the end for one more visit
     * @throws BackfillException if the port is taken
     */
    static MetricsServer open(Address address, PrometheusRegistry figures, Duration longest) {
        Scrapes scrapes = new Scrapes(System::nanoTime, longest);
        // one of its own: what is pushed is collected from the other, and is no visit
        PrometheusRegistry served = new PrometheusRegistry();
        served.register((MultiCollector) figures::scrape);
        served.register(scrapes);
        return new MetricsServer(listen(address, served), scrapes);
    }

    private static HTTPServer listen(Address address, PrometheusRegistry registry) {
        HTTPServer.Builder builder = HTTPServer.builder().port(address.port()).registry(registry);
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

    /** The port in use. */
    int port() {
        return server.getPort();
    }

    /** Lets whoever fetches the figures regularly have the last ones, too. */
    @Override
    public void close() {
        scrapes.awaitLast();
        server.close();
    }
}
