package dev.backfill.jobs.config;

import dev.backfill.database.DatabaseSettings;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.jobs.config.BackfillProperties.DatabaseProperties;
import dev.backfill.jobs.config.BackfillProperties.WebhookProperties;
import dev.backfill.run.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;

/** Reads and checks the configuration. Every refusal names the file, the line, what was found and what was expected. */
public final class ConfigurationReader {
    /** Read from the working directory if no file is named. */
    public static final Path DEFAULT_FILE = Path.of("backfill.yaml");

    /**
     * The most connections of this process to one database: one for each of the most workers there can be, and some for
     * the heartbeat and the run's own state, which must never wait for a worker. They are opened as they are needed.
     */
    private static final int CONNECTIONS = Settings.MAX_WORKERS + 8;

    private static final Pattern ADDRESS = Pattern.compile("https?://[\\w.:\\[\\]-]+(/[\\w./?=&%~+,;@-]*)?");

    private ConfigurationReader() {}

    /**
     * @param environment to which the file's properties are added; its variables override the file's
     * @throws BackfillException if the file is missing or anything in it is wrong
     */
    public static Configuration read(Path file, ConfigurableEnvironment environment) {
        if (!Files.isRegularFile(file)) {
            throw new BackfillException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "no configuration: " + file
                            + (Files.isDirectory(file) ? " is a folder; expected a file in it" : " does not exist"),
                    "create it with: backfill: {databases: {app: {url: \"jdbc:postgresql://HOST:5432/NAME\", username:"
                            + " USER, password: \"${APP_PASSWORD}\"}}}, or name another file with --config");
        }
        ConfigurationFile.load(file, environment);
        EnvironmentNames.check(environment);
        BackfillProperties properties = PropertyBinding.bind(file, environment);
        return checked(file, properties);
    }

    private static Configuration checked(Path file, BackfillProperties properties) {
        Map<String, DatabaseProperties> databases = properties.databases();
        if (databases == null || databases.isEmpty()) {
            throw new BackfillException(
                    ErrorCode.CONFIGURATION_INVALID,
                    file + ": found no database; expected at least one below backfill.databases",
                    "add backfill.databases.NAME with url, username and password");
        }
        Map<String, DatabaseSettings> plain = new LinkedHashMap<>();
        databases.forEach((name, database) -> plain.put(name, settings(file, name, database)));
        Map<String, DatabaseSettings> settings = new LinkedHashMap<>();
        plain.forEach((name, database) ->
                settings.put(name, complete(file, database, Objects.requireNonNull(databases.get(name)), plain)));
        String control = blankToNull(properties.control());
        if (control != null && !settings.containsKey(control)) {
            throw new BackfillException(
                    ErrorCode.CONFIGURATION_INVALID,
                    file + ": backfill.control: found " + control + "; expected one of "
                            + List.copyOf(settings.keySet()),
                    "name a configured database, or remove the property to keep run state beside the data");
        }
        String definitions = Objects.requireNonNullElse(blankToNull(properties.definitions()), "backfills");
        return new Configuration(
                file,
                settings,
                control,
                file.resolveSibling(definitions).normalize(),
                webhooks(file, properties),
                new MetricsReader(file).checked(properties.metrics()));
    }

    /** What is found is not shown: it may be a secret in the wrong place. */
    private static Map<String, String> webhooks(Path file, BackfillProperties properties) {
        Map<String, String> webhooks = new LinkedHashMap<>();
        Objects.requireNonNullElse(properties.webhooks(), Map.<String, WebhookProperties>of())
                .forEach((name, webhook) -> {
                    String url = blankToNull(webhook.url());
                    if (url == null || !ADDRESS.matcher(url).matches()) {
                        throw new BackfillException(
                                ErrorCode.CONFIGURATION_INVALID,
                                file + ": backfill.webhooks." + name + ".url: found "
                                        + (url == null ? "nothing" : "something that is no address")
                                        + "; expected https://HOST/PATH or http://HOST/PATH",
                                "set backfill.webhooks." + name + ".url, as a rule from the environment: ${VARIABLE}");
                    }
                    webhooks.put(name, url);
                });
        return webhooks;
    }

    private static DatabaseSettings settings(Path file, String name, DatabaseProperties database) {
        String url = blankToNull(database.url());
        if (url == null || !url.startsWith("jdbc:")) {
            throw new BackfillException(
                    ErrorCode.CONFIGURATION_INVALID,
                    file + ": backfill.databases." + name + ".url: found "
                            + (url == null ? "nothing" : "something that does not begin with jdbc:")
                            + "; expected an address such as jdbc:postgresql://HOST:5432/NAME",
                    "set backfill.databases." + name + ".url");
        }
        return new DatabaseSettings(
                name, url, database.username(), database.password(), blankToNull(database.schema()), CONNECTIONS);
    }

    /** A replica's own replicas are nobody's business here. */
    private static DatabaseSettings complete(
            Path file, DatabaseSettings settings, DatabaseProperties properties, Map<String, DatabaseSettings> all) {
        List<DatabaseSettings> replicas = new ArrayList<>();
        for (String replica : Objects.requireNonNullElse(properties.replicas(), List.<String>of())) {
            DatabaseSettings found = all.get(replica);
            if (found == null || replica.equals(settings.name())) {
                List<String> others = all.keySet().stream()
                        .filter(name -> !name.equals(settings.name()))
                        .toList();
                throw new BackfillException(
                        ErrorCode.CONFIGURATION_INVALID,
                        file + ": backfill.databases." + settings.name() + ".replicas: found " + replica
                                + "; expected some of " + others,
                        "configure the replica as a database of its own, and name it here");
            }
            replicas.add(found);
        }
        return new DatabaseSettings(
                settings.name(),
                settings.url(),
                settings.username(),
                settings.password(),
                settings.schema(),
                settings.connections(),
                replicas,
                limit(file, settings.name(), properties.rowsPerSecond()));
    }

    private static @Nullable Integer limit(Path file, String name, @Nullable Integer rowsPerSecond) {
        if (rowsPerSecond != null && rowsPerSecond < 1) {
            throw new BackfillException(
                    ErrorCode.CONFIGURATION_INVALID,
                    file + ": backfill.databases." + name + ".rows-per-second: found " + rowsPerSecond
                            + "; expected a whole number of rows, 1 or more",
                    "it is what all runs on this database may do together; remove it for no limit");
        }
        return rowsPerSecond;
    }

    private static @Nullable String blankToNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }
}
