package dev.backfill.jobs.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Somebody to whom the figures of runs are sent. Immutable.
 *
 * @param address http or https, without a user's name or password, without a slash at the end
 * @param every the time between two sendings
 * @param headers sent along; may be secret
 */
public record MetricsReceiver(URI address, Duration every, Map<String, String> headers) {
    /** As often as a process is usually asked. */
    public static final Duration USUALLY = Duration.ofSeconds(15);

    private static final Pattern FORM = Pattern.compile(
            "https?://([\\w.-]+|\\[[0-9a-fA-F:.]+])(:\\d{1,5})?(/[\\w./%~+,;=:-]*)?(\\?[\\w./%~+,;=:@?&-]*)?");
    private static final int HIGHEST_PORT = 65_535;

    public MetricsReceiver {
        headers = Map.copyOf(headers);
    }

    /** With nothing but an address. */
    public static MetricsReceiver at(URI address) {
        return new MetricsReceiver(address, USUALLY, Map.of());
    }

    /**
     * Reads the address of a Pushgateway.
     *
     * @throws IllegalArgumentException if it is none; the message says what was found and does not quote it
     */
    public static URI gateway(String text) {
        URI address = address(text);
        if (address.getRawQuery() != null) {
            throw new IllegalArgumentException("an address with a question mark in it");
        }
        return address;
    }

    /**
     * Reads the address of a receiver of OpenTelemetry's metrics; without a path it has the usual one.
     *
     * @throws IllegalArgumentException if it is none; the message says what was found and does not quote it
     */
    public static URI otlp(String text) {
        URI address = address(text);
        return address.getRawPath().isEmpty() && address.getRawQuery() == null
                ? address.resolve("/v1/metrics")
                : address;
    }

    private static URI address(String text) {
        if (text.matches("\\w+://[^/?#]*@.*")) {
            throw new IllegalArgumentException("an address with a user's name or password in it");
        }
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("something that is no address");
        }
        URI address;
        try {
            address = new URI(text.replaceFirst("/+$", ""));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("something that is no address", e);
        }
        if (address.getHost() == null || address.getPort() > HIGHEST_PORT || address.getPort() == 0) {
            throw new IllegalArgumentException("an address without a valid host or port");
        }
        return address;
    }

    /** What people may read of the address: what stands behind a question mark may be a secret. */
    public String shown() {
        return address.toString().replaceFirst("\\?.*", "");
    }

    /** Without headers, which may be secret. */
    @Override
    public String toString() {
        return shown() + " every " + every.toSeconds() + " s";
    }
}
