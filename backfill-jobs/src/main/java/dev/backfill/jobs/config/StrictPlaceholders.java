package dev.backfill.jobs.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.PlaceholdersResolver;
import org.springframework.core.env.ConfigurableEnvironment;

/** Spring Boot leaves an unresolved placeholder as it stands, and a password would then read {@code ${…}}. */
final class StrictPlaceholders implements PlaceholdersResolver {
    private static final Pattern NAME = Pattern.compile("\\$\\{([A-Za-z0-9_.-]+)[:}]");

    private final ConfigurableEnvironment environment;

    StrictPlaceholders(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable Object resolvePlaceholders(@Nullable Object value) {
        return value instanceof String text ? environment.resolveRequiredPlaceholders(text) : value;
    }

    /** The first placeholder's name as it is written; empty if none is. */
    static String firstName(String written) {
        Matcher matcher = NAME.matcher(written);
        return matcher.find() ? matcher.group(1) : "";
    }
}
