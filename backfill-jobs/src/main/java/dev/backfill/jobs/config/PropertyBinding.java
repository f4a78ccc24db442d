package dev.backfill.jobs.config;

import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.PlaceholderResolutionException;

/** Binds the properties, and turns Spring Boot's refusals into ones that name a line. Never shows a value. */
final class PropertyBinding {
    private static final String EXPECTED =
            "backfill.databases.NAME.{url, username, password, schema, replicas, rows-per-second}, backfill.control,"
                    + " backfill.definitions, backfill.webhooks.NAME.url, backfill.metrics.push-gateway.{url, interval,"
                    + " username, password}, backfill.metrics.otlp.{url, interval, headers}";

    private PropertyBinding() {}

    static BackfillProperties bind(Path file, ConfigurableEnvironment environment) {
        Binder binder = new Binder(
                ConfigurationPropertySources.get(environment), new StrictPlaceholders(environment), null, null, null);
        try {
            return binder.bindOrCreate(
                    "backfill",
                    Bindable.of(BackfillProperties.class),
                    new NoUnboundElementsBindHandler(
                            org.springframework.boot.context.properties.bind.BindHandler.DEFAULT,
                            new UnboundElementsSourceFilter()));
        } catch (BindException e) {
            throw refusal(file, e);
        }
    }

    private static BackfillException refusal(Path file, BindException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UnboundConfigurationPropertiesException unbound) {
                String found = unbound.getUnboundProperties().stream()
                        .map(p -> at(file, p) + ": found the unknown property " + p.getName())
                        .sorted()
                        .collect(Collectors.joining(System.lineSeparator()));
                return invalid(found + "; expected " + EXPECTED, "correct or remove it; nothing was started");
            }
            if (cause instanceof PlaceholderResolutionException) {
                return unresolved(file, e.getProperty(), e.getName().toString());
            }
        }
        return invalid(
                at(file, e.getProperty()) + ": " + e.getName() + ": found a value of the wrong kind; expected "
                        + EXPECTED,
                "correct the property");
    }

    private static BackfillException unresolved(Path file, @Nullable ConfigurationProperty property, String name) {
        Object written = property == null ? "" : property.getValue();
        String missing = StrictPlaceholders.firstName(String.valueOf(written));
        return invalid(
                at(file, property) + ": " + (property == null ? name : property.getName())
                        + ": found a placeholder that nothing resolves" + (missing.isEmpty() ? "" : ": " + missing)
                        + "; expected an environment variable or a property of that name",
                missing.isEmpty() ? "set it" : "set it: export " + missing + "=…");
    }

    private static String at(Path file, @Nullable ConfigurationProperty property) {
        Origin origin = property == null ? null : property.getOrigin();
        if (origin instanceof PropertySourceOrigin wrapped && wrapped.getOrigin() != null) {
            origin = wrapped.getOrigin();
        }
        if (origin instanceof TextResourceOrigin text && text.getLocation() != null) {
            return file + ":" + (text.getLocation().getLine() + 1);
        }
        return origin == null ? file.toString() : "environment";
    }

    private static BackfillException invalid(String message, String hint) {
        return new BackfillException(ErrorCode.CONFIGURATION_INVALID, message, hint);
    }
}
