package dev.backfill.engine;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.definition.Backfill;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.run.RunId;
import dev.backfill.run.RunRecord;
import dev.backfill.run.RunStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configured databases, and which of them keeps which run. */
final class Databases implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Databases.class);

    private final Map<String, Database> byName;
    private final @Nullable Database control;

    Databases(Map<String, Database> byName, @Nullable Database control) {
        this.byName = Map.copyOf(byName);
        this.control = control;
    }

    @Nullable
    Database find(String name) {
        return byName.get(name);
    }

    Database named(String name) {
        Database database = byName.get(name);
        if (database == null) {
            throw new BackfillException(
                    ErrorCode.DATABASE_NOT_CONFIGURED,
                    "database " + name + " is not configured; there are "
                            + byName.keySet().stream().sorted().toList(),
                    "add it under backfill.databases in the configuration");
        }
        return database;
    }

    Database of(Backfill backfill) {
        return named(backfill.database());
    }

    /** A target keeps its own runs unless one control database is named for all. */
    Database controlOf(Backfill backfill) {
        return control == null ? of(backfill) : control;
    }

    List<RunStore> stores() {
        List<Database> controls = control == null ? List.copyOf(byName.values()) : List.of(control);
        return controls.stream().map(RunStore::new).toList();
    }

    RunRecord record(RunId run) {
        DatabaseException unreachable = null;
        for (RunStore store : stores()) {
            try {
                RunRecord found = store.find(run).orElse(null);
                if (found != null) {
                    return found;
                }
            } catch (DatabaseException e) {
                unreachable = e;
            }
        }
        if (unreachable != null) {
            throw unreachable;
        }
        throw new BackfillException(
                ErrorCode.RUN_NOT_FOUND, "there is no run " + run, "see the runs there are: backfill status");
    }

    RunStore storeOf(RunId run) {
        RunRecord record = record(run);
        return new RunStore(control == null ? named(record.database()) : control);
    }

    /** The newest first. A database that does not answer is left out and said so in the log. */
    List<RunRecord> records() {
        List<RunRecord> records = new ArrayList<>();
        DatabaseException unreachable = null;
        for (RunStore store : stores()) {
            try {
                records.addAll(store.all());
            } catch (DatabaseException e) {
                unreachable = e;
                LOG.warn("runs of a database are missing: {}", e.getMessage());
            }
        }
        if (records.isEmpty() && unreachable != null) {
            throw unreachable;
        }
        records.sort((a, b) -> b.createdAt().compareTo(a.createdAt()));
        return records;
    }

    @Override
    public void close() {
        byName.values().forEach(Database::close);
        if (control != null) {
            control.close();
        }
    }
}
