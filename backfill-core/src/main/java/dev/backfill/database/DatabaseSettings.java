package dev.backfill.database;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to reach one database.
 *
 * @param name under which it is configured
 * @param url JDBC address
 * @param schema where the engine's own tables live; null means the connection's current schema
 * @param connections the most that this process opens
 * @param replicas databases that follow this one and are asked how far they are
 * @param rowsPerSecond what all runs on it may do together; null means no limit
 */
public record DatabaseSettings(
        String name,
        String url,
        @Nullable String username,
        @Nullable String password,
        @Nullable String schema,
        int connections,
        List<DatabaseSettings> replicas,
        @Nullable Integer rowsPerSecond) {
    public DatabaseSettings {
        replicas = List.copyOf(replicas);
    }

    /** Without replicas and without a limit. */
    public DatabaseSettings(
            String name,
            String url,
            @Nullable String username,
            @Nullable String password,
            @Nullable String schema,
            int connections) {
        this(name, url, username, password, schema, connections, List.of(), null);
    }

    /** Never the password, and no address either: it may carry one. */
    @Override
    public String toString() {
        return "DatabaseSettings[" + name + "]";
    }
}
