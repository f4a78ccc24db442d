package dev.backfill.jobs.config;

import dev.backfill.definition.Nearest;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.core.env.ConfigurableEnvironment;

/** Refuses a misspelt variable: Spring Boot ignores an unknown one, and the password that it held with it. */
final class EnvironmentNames {
    private static final String DATABASES = "BACKFILL_DATABASES_";
    private static final String METRICS = "BACKFILL_METRICS_";
    private static final String WEBHOOKS = "BACKFILL_WEBHOOKS_";
    private static final String OURS = "BACKFILL_";
    /** What a property's variable has behind that. Others may be anybody's, such as those that placeholders name. */
    private static final Set<String> WORDS = Set.of("DATABASES", "METRICS", "WEBHOOKS", "CONTROL", "DEFINITIONS");

    private static final Pattern KNOWN = Pattern.compile(
            DATABASES + ".+_(URL|USERNAME|PASSWORD|SCHEMA|ROWSPERSECOND|ROWS_PER_SECOND|REPLICAS(_[0-9]+)?)|"
                    + METRICS + "(PUSHGATEWAY|PUSH_GATEWAY)_(URL|INTERVAL|USERNAME|PASSWORD)|"
                    + METRICS + "OTLP_(URL|INTERVAL|HEADERS_.+)|"
                    + WEBHOOKS + ".+_URL|" + OURS + "(CONTROL|DEFINITIONS)");

    private EnvironmentNames() {}

    static void check(ConfigurableEnvironment environment) {
        environment.getSystemEnvironment().keySet().stream()
                .filter(name -> name.startsWith(OURS) && !KNOWN.matcher(name).matches())
                .filter(name -> word(name).isPresent())
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw new BackfillException(
                            ErrorCode.CONFIGURATION_INVALID,
                            "environment: found the unknown variable " + name + "; expected " + expected(name),
                            "correct or unset it");
                });
    }

    /** The property that is meant, rightly spelt or nearly so. */
    private static Optional<String> word(String name) {
        String rest = name.substring(OURS.length());
        int end = rest.indexOf('_');
        return Nearest.to(end < 0 ? rest : rest.substring(0, end), WORDS);
    }

    private static String expected(String name) {
        return switch (word(name).orElseThrow()) {
            case "METRICS" ->
                METRICS + "PUSHGATEWAY_ followed by URL, INTERVAL, USERNAME or PASSWORD, or " + METRICS
                        + "OTLP_ followed by URL, INTERVAL or HEADERS_NAME";
            case "WEBHOOKS" -> WEBHOOKS + "NAME_URL";
            case "CONTROL" -> OURS + "CONTROL";
            case "DEFINITIONS" -> OURS + "DEFINITIONS";
            default -> DATABASES + "NAME_ followed by URL, USERNAME, PASSWORD, SCHEMA, ROWSPERSECOND or REPLICAS";
        };
    }
}
