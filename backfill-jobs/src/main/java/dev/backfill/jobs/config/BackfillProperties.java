package dev.backfill.jobs.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The properties below {@code backfill}, as they are written. What is required is checked after binding. */
record BackfillProperties(
        @Nullable Map<String, DatabaseProperties> databases,
        @Nullable String control,
        @Nullable String definitions,
        @Nullable Map<String, WebhookProperties> webhooks,
        @Nullable MetricsProperties metrics) {

    record MetricsProperties(@Nullable PushGatewayProperties pushGateway, @Nullable OtlpProperties otlp) {}

    record PushGatewayProperties(
            @Nullable String url, @Nullable Duration interval, @Nullable String username, @Nullable String password) {
        /** Nothing that may be secret. */
        @Override
        public String toString() {
            return "PushGatewayProperties";
        }
    }

    record OtlpProperties(@Nullable String url, @Nullable Duration interval, @Nullable Map<String, String> headers) {
        /** Nothing that may be secret. */
        @Override
        public String toString() {
            return "OtlpProperties";
        }
    }

    record WebhookProperties(@Nullable String url) {
        /** Not the address, which may carry a secret. */
        @Override
        public String toString() {
            return "WebhookProperties";
        }
    }

    record DatabaseProperties(
            @Nullable String url,
            @Nullable String username,
            @Nullable String password,
            @Nullable String schema,
            @Nullable List<String> replicas,
            @Nullable Integer rowsPerSecond) {
        /** Neither the password nor the address, which may carry one. */
        @Override
        public String toString() {
            return "DatabaseProperties";
        }
    }
}
