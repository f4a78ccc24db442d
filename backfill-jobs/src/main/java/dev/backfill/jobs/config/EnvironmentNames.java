package dev.backfill.jobs.config;

import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.util.regex.Pattern;
import org.springframework.core.env.ConfigurableEnvironment;

/** Refuses a misspelt variable: Spring Boot ignores an unknown one, and the password that it held with it. */
final class EnvironmentNames {
    private static final String PREFIX = "BACKFILL_DATABASES_";
    private static final Pattern KNOWN = Pattern.compile(
            PREFIX + ".+_(URL|USERNAME|PASSWORD|SCHEMA|ROWSPERSECOND|ROWS_PER_SECOND|REPLICAS(_[0-9]+)?)");

    private EnvironmentNames() {}

    static void check(ConfigurableEnvironment environment) {
        environment.getSystemEnvironment().keySet().stream()
                .filter(name -> name.startsWith(PREFIX))
                .filter(name -> !KNOWN.matcher(name).matches())
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw new BackfillException(
                            ErrorCode.CONFIGURATION_INVALID,
                            "environment: found the unknown variable " + name + "; expected " + PREFIX
                                    + "NAME_ followed by URL, USERNAME, PASSWORD, SCHEMA, ROWSPERSECOND or REPLICAS",
                            "correct or unset it");
                });
    }
}
