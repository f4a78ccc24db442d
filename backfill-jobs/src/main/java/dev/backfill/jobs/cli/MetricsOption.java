package dev.backfill.jobs.cli;

import dev.backfill.definition.Backfill;
import dev.backfill.jobs.cli.MetricsExport.Ways;
import dev.backfill.jobs.config.MetricsReceiver;
import dev.backfill.jobs.config.MetricsReceivers;
import dev.backfill.run.RunStatus;
import java.net.URI;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The ways on which a run's figures leave the process. */
final class MetricsOption {
    /**
     * @param host null means every interface
     */
    record Address(@Nullable String host, int port) {}

    @Option(
            names = "--metrics-port",
            paramLabel = "[HOST:]PORT",
            converter = AddressConverter.class,
            description =
                    "Serves Prometheus metrics while the run goes on: figures only, never rows. On every interface,"
                            + " as Prometheus usually runs on another host; 127.0.0.1:PORT keeps them here.")
    private @Nullable Address address;

    @Option(
            names = "--push-gateway",
            paramLabel = "URL",
            converter = GatewayConverter.class,
            description = "Pushes the metrics of a run to this Prometheus Pushgateway, every 15 seconds and at the end."
                    + " In the place of the configured one, and without its password.")
    private @Nullable URI pushGateway;

    @Option(
            names = "--otlp",
            paramLabel = "URL",
            converter = OtlpConverter.class,
            description = "Sends the metrics of a run to this receiver of OpenTelemetry over HTTP, every 15 seconds and"
                    + " at the end. In the place of the configured one, and without its headers.")
    private @Nullable URI otlp;

    /** Refuses on a dry run, of which nobody is told, what would tell somebody. */
    void check(boolean execute, Verb verb) {
        String found = pushGateway != null ? "--push-gateway" : otlp != null ? "--otlp" : null;
        if (found != null && !execute) {
            throw verb.misused(found + ": found without --execute; expected both: what a dry run does is rolled back,"
                    + " and nobody is told of it");
        }
    }

    /**
     * Of a run.
     *
     * @param before what the ledger says of a run that goes on; null for a new one
     */
    MetricsExport open(MetricsReceivers configured, Backfill backfill, @Nullable RunStatus before) {
        MetricsReceivers receivers = configured.with(
                pushGateway == null ? null : MetricsReceiver.at(pushGateway),
                otlp == null ? null : MetricsReceiver.at(otlp));
        return MetricsExport.open(new Ways(address, receivers, Scrapes.LONGEST), backfill, before);
    }

    /** Of a dry run, whose process alone has figures. */
    MetricsExport openForDryRun(Backfill backfill) {
        return MetricsExport.open(new Ways(address, MetricsReceivers.NONE, Scrapes.LONGEST), backfill, null);
    }

    static final class AddressConverter implements ITypeConverter<Address> {
        @Override
        public Address convert(String value) {
            int colon = value.lastIndexOf(':');
            String port = value.substring(colon + 1);
            if (port.matches("\\d{1,5}") && Integer.parseInt(port) <= 65_535 && colon != 0) {
                return new Address(colon < 0 ? null : value.substring(0, colon), Integer.parseInt(port));
            }
            throw new TypeConversionException("found '" + value + "'; expected PORT or HOST:PORT, the port 0 to 65535");
        }
    }

    static final class GatewayConverter implements ITypeConverter<URI> {
        @Override
        public URI convert(String value) {
            return receiver(value, MetricsReceiver::gateway);
        }
    }

    static final class OtlpConverter implements ITypeConverter<URI> {
        @Override
        public URI convert(String value) {
            return receiver(value, MetricsReceiver::otlp);
        }
    }

    private static URI receiver(String value, Function<String, URI> form) {
        try {
            return form.apply(value);
        } catch (IllegalArgumentException e) {
            // not quoted: whoever may see the processes of this host sees it already, but logs are kept
            throw new TypeConversionException("found " + e.getMessage() + "; expected http://HOST:PORT or"
                    + " https://HOST:PORT, and secrets in the configuration: backfill.metrics");
        }
    }
}
