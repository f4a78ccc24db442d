package dev.backfill.jobs.config;

import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.jobs.config.BackfillProperties.MetricsProperties;
import dev.backfill.jobs.config.BackfillProperties.OtlpProperties;
import dev.backfill.jobs.config.BackfillProperties.PushGatewayProperties;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks who is to be told the figures of runs. What is found is not shown: it may be a secret in the wrong place. */
final class MetricsReader {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    /** An alert takes a minute without a sign of life for the end of the process; one sending may be lost. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final Pattern HEADER = Pattern.compile("[\\w!#$%&'*+.^`|~-]+");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]+");
    /** What the protocol itself sets. */
    private static final Pattern RESERVED =
            Pattern.compile("(?i)(connection|content-(length|type|encoding)|expect|host|upgrade|transfer-encoding)");

    private static final String GATEWAY = "backfill.metrics.push-gateway.";
    private static final String OTLP = "backfill.metrics.otlp.";

    private final Path file;

    MetricsReader(Path file) {
        this.file = file;
    }

    MetricsReceivers checked(@Nullable MetricsProperties properties) {
        if (properties == null) {
            return MetricsReceivers.NONE;
        }
        PushGatewayProperties gateway = properties.pushGateway();
        OtlpProperties otlp = properties.otlp();
        return new MetricsReceivers(gateway == null ? null : gateway(gateway), otlp == null ? null : otlp(otlp));
    }

    private MetricsReceiver gateway(PushGatewayProperties gateway) {
        URI address = address(GATEWAY, gateway.url(), MetricsReceiver::gateway);
        return new MetricsReceiver(address, interval(GATEWAY, gateway.interval()), authorization(gateway));
    }

    private MetricsReceiver otlp(OtlpProperties otlp) {
        Map<String, String> headers = Objects.requireNonNullElse(otlp.headers(), Map.of());
        headers.forEach((name, value) -> {
            if (!HEADER.matcher(name).matches()
                    || RESERVED.matcher(name).matches()
                    || !VALUE.matcher(value).matches()) {
                throw invalid(
                        OTLP + "headers: found one that cannot be sent; expected names such as X-Api-Key, other than"
                                + " those the protocol sets itself, each with a value in plain characters",
                        "correct the header");
            }
        });
        return new MetricsReceiver(
                address(OTLP, otlp.url(), MetricsReceiver::otlp), interval(OTLP, otlp.interval()), headers);
    }

    private URI address(String where, @Nullable String url, Function<String, URI> form) {
        String found = "nothing";
        if (url != null && !url.isBlank()) {
            try {
                return form.apply(url);
            } catch (IllegalArgumentException e) {
                found = String.valueOf(e.getMessage());
            }
        }
        throw invalid(
                where + "url: found " + found + "; expected http://HOST:PORT or https://HOST:PORT, with or without a"
                        + " path",
                where.equals(GATEWAY)
                        ? "correct the property; a name and a password have properties of their own: username, password"
                        : "correct the property; secrets go into headers");
    }

    private Duration interval(String where, @Nullable Duration interval) {
        if (interval == null) {
            return MetricsReceiver.USUALLY;
        }
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw invalid(
                    where + "interval: found " + interval.toMillis() + " ms; expected a time such as 15s, from "
                            + SHORTEST.toSeconds() + "s to " + LONGEST.toSeconds() + "s",
                    "alerts take a minute without a sign of life for the death of the process");
        }
        return interval;
    }

    private Map<String, String> authorization(PushGatewayProperties gateway) {
        String username = gateway.username();
        String password = gateway.password();
        if (username == null && password == null) {
            return Map.of();
        }
        if (username == null || password == null || username.isEmpty() || username.contains(":")) {
            throw invalid(
                    GATEWAY + "username, password: found one without the other, or a colon in the name; expected both,"
                            + " or none",
                    "set both, the password as a rule from the environment: ${VARIABLE}");
        }
        byte[] both = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(both));
    }

    private BackfillException invalid(String message, String hint) {
        return new BackfillException(ErrorCode.CONFIGURATION_INVALID, file + ": " + message, hint);
    }
}
