package dev.backfill.engine;

import dev.backfill.database.CopyDatabase;
import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.Work;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.run.History;
import dev.backfill.run.Outbox;
import dev.backfill.run.RunEvent;
import dev.backfill.run.RunId;
import dev.backfill.run.RunRecord;
import dev.backfill.run.RunStatus;
import dev.backfill.run.RunStore;
import dev.backfill.run.Runs;
import dev.backfill.run.Stop;
import dev.backfill.run.StopOutcome;
import dev.backfill.throttle.Circuit;
import io.micrometer.core.instrument.Metrics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The configured databases, and which of them keeps which run. */
final class Databases implements AutoCloseable {
    /** As many runs as a message names. */
    private static final int SHOWN = 3;

    private final Map<String, Database> byName;
    private final @Nullable Database control;
    private final Map<String, Circuit> circuits = new ConcurrentHashMap<>();

    Databases(Map<String, Database> byName, @Nullable Database control) {
        this.byName = Map.copyOf(byName);
        this.control = control == null ? null : control.control();
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

    /** The database that is written; of a copy from another one, with the table that is read there. */
    Database of(Backfill backfill) {
        Database database = named(backfill.database());
        return backfill.work() instanceof Work.Copy copy && copy.from() != null
                ? new CopyDatabase(database, named(copy.from()), copy.into())
                : database;
    }

    /** One for all runs of this process on the database of that name. */
    Circuit circuit(String name) {
        return circuits.computeIfAbsent(name, each -> new Circuit(each, Metrics.globalRegistry));
    }

    /** A target keeps its own runs unless one control database is named for all. */
    Database controlOf(Backfill backfill) {
        return control == null ? of(backfill).control() : control;
    }

    List<RunStore> stores() {
        return keepers().stream().map(RunStore::new).toList();
    }

    /** The databases that hold runs, by name. A replica only repeats those of the database that it follows. */
    private List<Database> keepers() {
        if (control != null) {
            return List.of(control);
        }
        Set<String> replicas =
                byName.values().stream().flatMap(d -> d.replicas().stream()).collect(Collectors.toSet());
        return byName.values().stream()
                .filter(database -> !replicas.contains(database.name()))
                .map(Database::control)
                .sorted(Comparator.comparing(Database::name))
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
        throw notFound(run);
    }

    /** Whoever mistypes a run mostly means a new one, or types the backfill's name. */
    private BackfillException notFound(RunId run) {
        List<RunRecord> runs = records(new TreeMap<>());
        List<RunRecord> itsRuns = runs.stream()
                .filter(each -> each.backfill().equals(run.value()))
                .toList();
        String newest = (itsRuns.isEmpty() ? runs : itsRuns)
                .stream().limit(SHOWN).map(each -> each.id().value()).collect(Collectors.joining(", "));
        return new BackfillException(
                ErrorCode.RUN_NOT_FOUND,
                "there is no run " + run + (itsRuns.isEmpty() ? "" : "; that is the name of a backfill"),
                newest.isEmpty()
                        ? "there are no runs yet; start one: backfill run NAME --execute"
                        : (itsRuns.isEmpty() ? "the newest runs are: " : "its newest runs are: ") + newest
                                + "; see them all: backfill status");
    }

    RunStore storeOf(RunId run) {
        return new RunStore(keeperOf(run));
    }

    /** Of all control databases that answer; fails if there is none to tell of while one does not. */
    List<RunId> untold(String receiver) {
        List<RunId> runs = new ArrayList<>();
        RuntimeException unreachable = null;
        for (Database keeper : keepers()) {
            try {
                runs.addAll(new Outbox(keeper).behind(receiver));
            } catch (DatabaseException | BackfillException e) {
                unreachable = e;
            }
        }
        if (runs.isEmpty() && unreachable != null) {
            throw unreachable;
        }
        return runs;
    }

    /** The database that keeps the run. */
    Database keeperOf(RunId run) {
        return control == null ? named(record(run).database()).control() : control;
    }

    /** All runs that can be read, and which databases cannot be asked for theirs. */
    Runs runs() {
        Map<String, RuntimeException> unknown = new TreeMap<>();
        List<RunStatus> found = records(unknown).stream()
                .map(record -> Statuses.of(record, find(record.database())))
                .toList();
        return new Runs(found, unknown);
    }

    /** The newest first. */
    private List<RunRecord> records(Map<String, RuntimeException> unknown) {
        List<RunRecord> records = new ArrayList<>();
        for (Database keeper : keepers()) {
            try {
                records.addAll(new RunStore(keeper).all());
            } catch (DatabaseException | BackfillException e) {
                unknown.put(keeper.name(), e);
            }
        }
        records.sort((a, b) -> b.createdAt().compareTo(a.createdAt()));
        return records;
    }

    /** Those of one database after those of another, each the oldest first. */
    History events(@Nullable String backfill) {
        List<RunEvent> events = new ArrayList<>();
        Map<String, RuntimeException> unknown = new TreeMap<>();
        for (RunStore store : stores()) {
            try {
                events.addAll(store.events(backfill));
            } catch (DatabaseException | BackfillException e) {
                unknown.put(store.control(), e);
            }
        }
        return new History(events, unknown);
    }

    /** Tells each control database, also if another does not answer. */
    List<StopOutcome> everywhere(Function<RunStore, StopOutcome> order) {
        List<StopOutcome> outcomes = new ArrayList<>();
        for (RunStore store : stores()) {
            try {
                outcomes.add(order.apply(store));
            } catch (DatabaseException | BackfillException e) {
                outcomes.add(new StopOutcome(
                        store.control(), StopOutcome.State.FAILED, null, String.valueOf(e.getMessage())));
            }
        }
        return outcomes;
    }

    /** Orders to stop all runs that are in force, by control database. */
    Map<String, Stop> stops() {
        Map<String, Stop> stops = new TreeMap<>();
        for (RunStore store : stores()) {
            try {
                store.stop().ifPresent(stop -> stops.put(store.control(), stop));
            } catch (DatabaseException | BackfillException e) {
                // its runs are not known either, and whoever asks for them is told so
            }
        }
        return stops;
    }

    @Override
    public void close() {
        byName.values().forEach(Database::close);
        if (control != null) {
            control.close();
        }
    }
}
