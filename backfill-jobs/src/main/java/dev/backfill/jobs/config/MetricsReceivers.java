package dev.backfill.jobs.config;

import org.jspecify.annotations.Nullable;

/**
 * To whom the figures of runs are sent. Immutable.
 *
 * @param pushGateway a Prometheus Pushgateway; null for none
 * @param otlp takes OpenTelemetry's metrics over HTTP; null for none
 */
public record MetricsReceivers(@Nullable MetricsReceiver pushGateway, @Nullable MetricsReceiver otlp) {
    public static final MetricsReceivers NONE = new MetricsReceivers(null, null);

    /** With other receivers in the place of those that are configured: nothing that stands beside these is sent to them. */
    public MetricsReceivers with(@Nullable MetricsReceiver otherGateway, @Nullable MetricsReceiver otherOtlp) {
        return new MetricsReceivers(
                otherGateway == null ? pushGateway : otherGateway, otherOtlp == null ? otlp : otherOtlp);
    }
}
