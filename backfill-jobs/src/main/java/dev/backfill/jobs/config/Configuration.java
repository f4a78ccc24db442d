package dev.backfill.jobs.config;

import dev.backfill.database.DatabaseSettings;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the operator configured, checked. Immutable.
 *
 * @param file it was read from
 * @param databases by name, never empty
 * @param control the database with the run state; null means each target holds its own
 * @param definitions folder with one YAML file per backfill
 * @param webhooks address by name; addresses may carry secrets
 * @param metrics to whom the figures of every run are sent
 */
public record Configuration(
        Path file,
        Map<String, DatabaseSettings> databases,
        @Nullable String control,
        Path definitions,
        Map<String, String> webhooks,
        MetricsReceivers metrics) {
    public Configuration {
        databases = Map.copyOf(databases);
        webhooks = Map.copyOf(webhooks);
    }

    /** Without the addresses of webhooks, which may carry secrets. */
    @Override
    public String toString() {
        return "Configuration[" + file + ", databases " + databases.keySet() + ", webhooks " + webhooks.keySet() + "]";
    }

    /**
     * @throws BackfillException if no database has that name
     */
    public DatabaseSettings database(String name) {
        DatabaseSettings settings = databases.get(name);
        if (settings == null) {
            throw new BackfillException(
                    ErrorCode.DATABASE_NOT_CONFIGURED,
                    "database " + name + " is not configured in " + file + "; found "
                            + databases.keySet().stream().sorted().toList(),
                    "add backfill.databases." + name + " with url, username and password");
        }
        return settings;
    }
}
