package dev.backfill.engine;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.definition.Backfill;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.run.RunId;
import dev.backfill.run.RunRecord;
import dev.backfill.run.RunStatus;
import dev.backfill.run.RunStore;
import dev.backfill.run.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The configured databases, and which of them keeps which run. */
final class Databases implements AutoCloseable {
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
        return keepers().stream().map(RunStore::new).toList();
    }

    /** The databases that hold runs. A replica only repeats those of the database that it follows. */
    private List<Database> keepers() {
        if (control != null) {
            return List.of(control);
        }
        Set<String> replicas =
                byName.values().stream().flatMap(d -> d.replicas().stream()).collect(Collectors.toSet());
        return byName.values().stream()
                .filter(database -> !replicas.contains(database.name()))
                .toList();
    }

    RunRecord record(RunId run) {
        RuntimeException unreachable = null;
        for (RunStore store : stores()) {
            try {
                RunRecord found = store.find(run).orElse(null);
                if (found != null) {
                    return found;
                }
            } catch (DatabaseException | BackfillException e) {
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

    /** All runs that can be read, and which databases cannot be asked for theirs. */
    Runs runs() {
        List<RunRecord> records = new ArrayList<>();
        Map<String, RuntimeException> unknown = new TreeMap<>();
        for (Database keeper : keepers()) {
            try {
                records.addAll(new RunStore(keeper).all());
            } catch (DatabaseException | BackfillException e) {
                unknown.put(keeper.name(), e);
            }
        }
        records.sort((a, b) -> b.createdAt().compareTo(a.createdAt()));
        List<RunStatus> found = records.stream()
                .map(record -> Statuses.of(record, find(record.database())))
                .toList();
        return new Runs(found, unknown);
    }

    @Override
    public void close() {
        byName.values().forEach(Database::close);
        if (control != null) {
            control.close();
        }
    }
}
