package dev.backfill.jobs.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The properties below {@code backfill}, as they are written. What is required is checked after binding. */
record BackfillProperties(
        @Nullable Map<String, DatabaseProperties> databases,
        @Nullable String control,
        @Nullable String definitions,
        @Nullable Map<String, WebhookProperties> webhooks) {

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
