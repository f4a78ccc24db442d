package dev.backfill.jobs.operations;

import dev.backfill.database.Position;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.Definitions;
import dev.backfill.definition.OnConflict;
import dev.backfill.definition.Work;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.RunOptions;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.jobs.config.Configuration;
import dev.backfill.jobs.config.MetricsReceivers;
import dev.backfill.ledger.DeadLetter;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Plan;
import dev.backfill.rehearsal.RehearsalReport;
import dev.backfill.report.RunReport;
import dev.backfill.run.History;
import dev.backfill.run.RunId;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Runs;
import dev.backfill.run.Settings;
import dev.backfill.run.Stop;
import dev.backfill.run.StopOutcome;
import dev.backfill.verify.CopyFaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Every use case once. Takes names as people type them. Thread-safe. What the engine documents about blocking and
 * interrupts holds here too; every refusal is a {@link BackfillException}.
 */
public final class Operations implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Configuration configuration;
    /** Read anew each time: files change. */
    private final Supplier<Definitions> definitions;

    private final BackfillEngine engine;
    private final Runnable beans;

    Operations(Configuration configuration, Supplier<Definitions> definitions, BackfillEngine engine, Runnable beans) {
        this.configuration = configuration;
        this.definitions = definitions;
        this.engine = engine;
        this.beans = beans;
    }

    public Listing list() {
        Definitions found = definitions.get();
        Runs runs = engine.runs();
        return new Listing(
                found.backfills().stream()
                        .map(b -> new Listing.Entry(b, newest(runs.found(), b.name()), known(runs, b)))
                        .toList(),
                found.broken(),
                runs.unknown());
    }

    /** To whom the figures of every run are sent. */
    public MetricsReceivers metrics() {
        return configuration.metrics();
    }

    /** The definition of that name, with its database known to be configured. */
    public Backfill backfill(String name) {
        Backfill backfill = definitions.get().get(name);
        configuration.database(backfill.database());
        return backfill;
    }

    public List<Finding> check(String name) {
        return engine.check(backfill(name));
    }

    public Plan plan(String name) {
        return engine.plan(backfill(name));
    }

    /** Dry run. */
    public RehearsalReport rehearse(String name, Pace pace, boolean full, RunListener listener) {
        return engine.rehearse(backfill(name), options(pace), full, listener);
    }

    /** Plans, starts and works until the run has ended or paused. */
    public RunStatus execute(String name, Pace pace, @Nullable Double canary, RunObserver observer) {
        Backfill backfill = backfill(name);
        RunOptions options = new RunOptions(pace.workers(), pace.rowsPerSecond(), pace.chunkRows(), canary);
        return followed(
                        backfill,
                        observer,
                        listener -> Optional.of(engine.start(backfill, options, Actor.current(), listener)))
                .orElseThrow();
    }

    /** Dry run of the rows that failed in a run; empty if none is left to retry. */
    public Optional<RehearsalReport> rehearseRetry(String run, Pace pace, boolean full, RunListener listener) {
        RunId id = new RunId(run);
        return engine.rehearseRetry(id, definitionOf(id), options(pace), full, listener);
    }

    /** Works once more on the rows that failed in a run, as a run of its own; empty if none is left to retry. */
    public Optional<RunStatus> retry(String run, Pace pace, RunObserver observer) {
        RunId id = new RunId(run);
        Backfill backfill = definitionOf(id);
        return followed(
                backfill, observer, listener -> engine.retry(id, backfill, options(pace), Actor.current(), listener));
    }

    public RunStatus resume(String run, boolean takeOver, RunObserver observer) {
        RunId id = new RunId(run);
        Backfill backfill = definitionOf(id);
        return followed(
                        backfill,
                        observer,
                        listener -> Optional.of(engine.resume(id, backfill, takeOver, Actor.current(), listener)))
                .orElseThrow();
    }

    public RunStatus pause(String run, String reason) {
        return told(() -> engine.pause(new RunId(run), reason, Actor.current()));
    }

    public RunStatus abort(String run, String reason) {
        return told(() -> engine.abort(new RunId(run), reason, Actor.current()));
    }

    /**
     * @param lasting null means for good
     */
    public Settings tune(String run, Pace pace, @Nullable Duration lasting, String reason) {
        return engine.tune(
                new RunId(run),
                pace.rowsPerSecond(),
                pace.workers(),
                pace.chunkRows(),
                lasting,
                reason,
                Actor.current());
    }

    /** Stops all runs of all control databases. */
    public List<StopOutcome> stopAll(String reason) {
        return engine.stopAll(reason, Actor.current());
    }

    public List<StopOutcome> lift(String reason) {
        return engine.lift(reason, Actor.current());
    }

    /** Orders to stop all runs that are in force, by control database. */
    public Map<String, Stop> stops() {
        return engine.stops();
    }

    public RunStatus verify(String run) {
        RunId id = new RunId(run);
        return engine.verify(id, definitionOf(id), signal -> {});
    }

    /** Which rows of a copy are not as they should be; writes nothing. */
    public CopyFaults faults(String run) {
        RunId id = new RunId(run);
        return engine.faults(id, definitionOf(id));
    }

    /** Mends the rows of a copy that are not as they should be, as a run of its own; empty if there are none. */
    public Optional<RunStatus> repair(String run, RunObserver observer) {
        RunId id = new RunId(run);
        Backfill backfill = definitionOf(id);
        return followed(
                backfill,
                observer,
                listener -> engine.repair(id, backfill, RunOptions.NONE, Actor.current(), listener));
    }

    /** True if the repair of the run overwrites rows that are there. */
    public boolean overwrites(String run) {
        return definitionOf(new RunId(run)).work() instanceof Work.Copy copy && copy.onConflict() == OnConflict.UPDATE;
    }

    public RunStatus status(String run) {
        return engine.status(new RunId(run));
    }

    /** The run looked back at. */
    public RunReport report(String run) {
        return engine.report(new RunId(run));
    }

    /** All runs, as far as they can be known. */
    public Runs runs() {
        return engine.runs();
    }

    /** As far as it can be known; of all backfills if no name is given. */
    public History history(@Nullable String name) {
        if (name != null
                && engine.runs().found().stream().noneMatch(r -> r.backfill().equals(name))) {
            // a definition that was deleted keeps its history; a name that never was is a mistake
            definitions.get().get(name);
        }
        return engine.events(name);
    }

    public List<DeadLetter> deadLetters(String run, int limit) {
        return engine.deadLetters(new RunId(run), limit);
    }

    /** Why rows could not be changed. */
    public DeadLetterSummary deadLetterSummary(String run) {
        DeadLetterGroups groups = new DeadLetterGroups();
        long[] settled = {0};
        engine.eachDeadLetter(new RunId(run), letter -> {
            if (letter.settledBy() == null) {
                groups.add(letter);
            } else {
                settled[0]++;
            }
        });
        return new DeadLetterSummary(groups.groups(), settled[0]);
    }

    /** Keys of all rows that could not be changed, and that no later run has settled. */
    public List<Position> deadLetterKeys(String run) {
        List<Position> keys = new ArrayList<>();
        engine.eachDeadLetter(new RunId(run), letter -> {
            if (letter.settledBy() == null) {
                keys.add(letter.key());
            }
        });
        return keys;
    }

    /** Names of the columns that the keys of this run's rows consist of. */
    public List<String> key(String run) {
        return engine.key(new RunId(run));
    }

    /** DDL by database. */
    public Map<String, List<String>> schema(String name) {
        return engine.schema(backfill(name));
    }

    @Override
    public void close() {
        try {
            engine.close();
        } finally {
            beans.run();
        }
    }

    private Backfill definitionOf(RunId run) {
        String name = engine.status(run).backfill();
        try {
            return backfill(name);
        } catch (BackfillException e) {
            if (e.code() != ErrorCode.BACKFILL_NOT_FOUND) {
                throw e;
            }
            throw new BackfillException(
                    e.code(),
                    "run " + run + " is of the backfill " + name + ", whose definition is gone",
                    "put the definition back under that name",
                    e);
        }
    }

    private Optional<RunStatus> followed(
            Backfill backfill, RunObserver observer, Function<RunListener, Optional<RunStatus>> work) {
        Optional<RunStatus> ended;
        try (Webhooks webhooks = new Webhooks(configuration.webhooks(), new UntoldEvents(engine));
                Follower follower =
                        new Follower(new Overheard(observer, webhooks), engine::status, keeper(backfill), LOOK_EVERY)) {
            ended = work.apply(follower);
        }
        ended.ifPresent(observer::observe);
        return ended;
    }

    /** Where no process works on a run, whoever gives the order tells of it. */
    private RunStatus told(Supplier<RunStatus> order) {
        RunStatus status = order.get();
        new Webhooks(configuration.webhooks(), new UntoldEvents(engine)).close();
        return status;
    }

    private boolean known(Runs runs, Backfill backfill) {
        return !runs.unknown().containsKey(keeper(backfill));
    }

    /** The database that keeps the state of a backfill's runs. */
    private String keeper(Backfill backfill) {
        return configuration.control() == null ? backfill.database() : configuration.control();
    }

    private static @Nullable RunStatus newest(List<RunStatus> runs, String backfill) {
        return runs.stream()
                .filter(r -> r.backfill().equals(backfill))
                .findFirst()
                .orElse(null);
    }

    private static RunOptions options(Pace pace) {
        return new RunOptions(pace.workers(), pace.rowsPerSecond(), pace.chunkRows());
    }
}
