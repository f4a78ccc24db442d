package dev.backfill.jobs.config;

import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.util.regex.Pattern;
import org.springframework.core.env.ConfigurableEnvironment;

/** Refuses a misspelt variable: Spring Boot ignores an unknown one, and the password that it held with it. */
final class EnvironmentNames {
    private static final String DATABASES = "BACKFILL_DATABASES_";
    private static final String METRICS = "BACKFILL_METRICS_";
    private static final Pattern KNOWN = Pattern.compile(
            DATABASES + ".+_(URL|USERNAME|PASSWORD|SCHEMA|ROWSPERSECOND|ROWS_PER_SECOND|REPLICAS(_[0-9]+)?)|"
                    + METRICS + "(PUSHGATEWAY|PUSH_GATEWAY)_(URL|INTERVAL|USERNAME|PASSWORD)|"
                    + METRICS + "OTLP_(URL|INTERVAL|HEADERS_.+)");

    private EnvironmentNames() {}

    static void check(ConfigurableEnvironment environment) {
        environment.getSystemEnvironment().keySet().stream()
                .filter(name -> name.startsWith(DATABASES) || name.startsWith(METRICS))
                .filter(name -> !KNOWN.matcher(name).matches())
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw new BackfillException(
                            ErrorCode.CONFIGURATION_INVALID,
                            "environment: found the unknown variable " + name + "; expected " + expected(name),
                            "correct or unset it");
                });
    }

    private static String expected(String name) {
        return name.startsWith(METRICS)
                ? METRICS + "PUSHGATEWAY_ followed by URL, INTERVAL, USERNAME or PASSWORD, or " + METRICS
                        + "OTLP_ followed by URL, INTERVAL or HEADERS_NAME"
                : DATABASES + "NAME_ followed by URL, USERNAME, PASSWORD, SCHEMA, ROWSPERSECOND or REPLICAS";
    }
}
