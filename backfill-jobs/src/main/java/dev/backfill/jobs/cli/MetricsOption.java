package dev.backfill.jobs.cli;

import dev.backfill.definition.Backfill;
import dev.backfill.run.RunStatus;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where Prometheus finds the run's figures. */
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

    /**
     * @param before what the ledger says of a run that goes on; null for a new one
     */
    MetricsServer open(Backfill backfill, @Nullable RunStatus before) {
        return MetricsServer.open(address, backfill, before);
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
}
