package dev.backfill.jobs.cli;

import dev.backfill.definition.Backfill;
import dev.backfill.jobs.config.MetricsReceiver;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.registry.otlp.AggregationTemporality;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends to a receiver of OpenTelemetry's metrics over HTTP. The registry keeps the time, and would log each failure; it
 * never hears of one. Thread-safe.
 */
final class OtlpOutlet implements Outlet {
    private static final String PROTOBUF = "application/x-protobuf";

    private final MetricsReceiver receiver;
    private final Reception reception;
    private final HttpSending sending;
    private final OtlpMeterRegistry registry;
    private final Thread last;
    private volatile boolean begun;
    private volatile boolean ended;

    OtlpOutlet(MetricsReceiver receiver, Backfill backfill) {
        this.receiver = receiver;
        this.reception = new Reception("the OTLP receiver " + receiver.shown());
        this.sending = new HttpSending(receiver.headers());
        this.registry = OtlpMeterRegistry.builder(new Config(backfill))
                .clock(Clock.SYSTEM)
                .metricsSender(this::send)
                .build();
        this.last = daemon(registry::close);
    }

    /** To which the meters belong that are sent. */
    MeterRegistry registry() {
        return registry;
    }

    @Override
    public void begin() {
        if (!begun) {
            synchronized (this) {
                if (!begun) {
                    begun = true;
                    registry.start(OtlpOutlet::daemon);
                }
            }
        }
    }

    @Override
    public void finish() {
        if (begun) {
            // waits for one that is under way, and sends once more
            last.start();
        }
    }

    @Override
    public void awaitEnd(Duration longest) {
        if (!begun) {
            return;
        }
        try {
            last.join(Math.max(1, longest.toMillis()));
            if (last.isAlive()) {
                reception.refused("the last ones were not taken in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ended = true;
        last.interrupt();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "backfill-otlp");
        thread.setDaemon(true);
        return thread;
    }

    private void send(OtlpMetricsSender.Request request) {
        if (ended) {
            return;
        }
        try {
            sending.send("POST", receiver.address(), PROTOBUF, request.getMetricsData());
            reception.taken();
        } catch (IOException e) {
            reception.refused(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            // out of time
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // a defect, of which the run must not know either
            reception.refused(e.getClass().getName());
        }
    }

    private final class Config implements OtlpConfig {
        private final Backfill backfill;

        Config(Backfill backfill) {
            this.backfill = backfill;
        }

        @Override
        public @Nullable String get(String key) {
            return null;
        }

        /** Not before the run has begun. */
        @Override
        public boolean enabled() {
            return begun;
        }

        @Override
        public Duration step() {
            return receiver.every();
        }

        @Override
        public String url() {
            return receiver.shown();
        }

        @Override
        public Map<String, String> headers() {
            return Map.of();
        }

        /** What goes on in a resume is a sum since the run began, not since the last sending. */
        @Override
        public AggregationTemporality aggregationTemporality() {
            return AggregationTemporality.CUMULATIVE;
        }

        @Override
        public TimeUnit baseTimeUnit() {
            return TimeUnit.SECONDS;
        }

        /** What the environment says in OpenTelemetry's own words comes first. Never the run. */
        @Override
        public Map<String, String> resourceAttributes() {
            Map<String, String> attributes = new HashMap<>(OtlpConfig.super.resourceAttributes());
            attributes.putIfAbsent("service.name", "backfill");
            attributes.putIfAbsent("service.instance.id", backfill.name() + "@" + backfill.database());
            return attributes;
        }
    }
}
