package dev.backfill.jobs.operations;

import dev.backfill.database.Database;
import dev.backfill.database.sql.Databases;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.Engines;
import dev.backfill.jobs.config.Configuration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The application's engine: over the databases of the configuration. */
public final class ConfiguredEngine {
    private ConfiguredEngine() {}

    /** Connects when it is first asked something. */
    public static BackfillEngine open(Configuration configuration) {
        Map<String, Database> databases = new LinkedHashMap<>();
        configuration.databases().forEach((name, settings) -> databases.put(name, Databases.open(settings)));
        String control = configuration.control();
        return Engines.create(databases, control == null ? null : databases.get(control));
    }
}
