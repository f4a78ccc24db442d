package dev.backfill.run;

import dev.backfill.database.Database;
import dev.backfill.database.OwnTables;
import dev.backfill.database.Session;
import dev.backfill.database.TransactionOptions;
import dev.backfill.error.BackfillException;
import dev.backfill.error.Counted;
import dev.backfill.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs, their events and what is asked of them, in the control database. Every change is one transaction with its
 * event. Thread-safe, and safe beside other processes. Time is the database's.
 */
public final class RunStore {
    /** Who writes an event when no person did. */
    public static final String ENGINE = "engine";

    private final Database control;
    private @Nullable RunStatements prepared;
    /** What was found there once is not looked for again with each question. */
    private volatile boolean complete;

    public RunStore(Database control) {
        this.control = control;
    }

    /** False before the first run of this control database: then there is nothing to read. */
    public boolean installed() {
        return control.home().installed(OwnTables.CONTROL);
    }

    /** True if there is something to read; tables of an older version get what they lack. */
    private boolean readable() {
        if (!complete && installed()) {
            control.home().install(OwnTables.CONTROL);
            complete = true;
        }
        return complete;
    }

    /** Keeps all runs from beginning chunks, from their next heartbeat on. An order that is in force stays. */
    public StopOutcome stopAll(String reason, String actor) {
        control.home().install(OwnTables.CONTROL);
        return transact(session -> sql().stops.stop(session, control.name(), reason, actor));
    }

    /** Lets all runs go on. */
    public StopOutcome lift(String reason, String actor) {
        return readable()
                ? transact(session -> sql().stops.lift(session, control.name(), reason, actor))
                : new StopOutcome(control.name(), StopOutcome.State.NOT_STOPPED, null, "");
    }

    /** The order to stop all runs that is in force. */
    public Optional<Stop> stop() {
        return readable() ? transact(session -> sql().stops.inForce(session)) : Optional.empty();
    }

    /** The name of the control database. */
    public String control() {
        return control.name();
    }

    /** Creates a run in state PLANNED and numbers it. */
    public RunId create(NewRun run, String actor) {
        return transact(session -> {
            RunStatements sql = sql();
            session.query(sql.lockNumbers, row -> true, run.backfill());
            int number = (int) (long) session.one(sql.lastNumber, row -> row.number(1), run.backfill()) + 1;
            RunId id = RunId.of(run.backfill(), number);
            Settings settings = run.settings();
            session.update(
                    sql.insert,
                    id.value(),
                    run.backfill(),
                    number,
                    run.database(),
                    run.table(),
                    RunState.PLANNED.name(),
                    run.plan(),
                    run.definitionFingerprint(),
                    run.estimatedRows(),
                    settings.rowsPerSecond(),
                    settings.workers(),
                    settings.chunkRows(),
                    lower(Desired.RUN),
                    session.now(),
                    run.canary());
            sql.events.add(session, id, actor, "state", "→ PLANNED: about " + Counted.of(run.estimatedRows(), "row"));
            return id;
        });
    }

    public Optional<RunRecord> find(RunId run) {
        return readable() ? transact(session -> sql().runs.find(session, run)) : Optional.empty();
    }

    /** The newest first. */
    public List<RunRecord> all() {
        return readable() ? transact(session -> sql().runs.all(session)) : List.of();
    }

    /**
     * @param backfill null means of all
     */
    public List<RunEvent> events(@Nullable String backfill) {
        return readable() ? transact(session -> sql().events.of(session, backfill)) : List.of();
    }

    /**
     * Changes the state if the state table allows it.
     *
     * @throws BackfillException if it does not
     */
    public void change(RunId run, RunState next, @Nullable String reason, String actor) {
        transact(session -> {
            RunRecord before = sql().runs.lock(session, run);
            change(session, before, next, reason, actor);
            return true;
        });
    }

    void change(Session session, RunRecord before, RunState next, @Nullable String reason, String actor) {
        if (!before.state().mayBecome(next)) {
            throw new BackfillException(
                    ErrorCode.RUN_STATE_CONFLICT,
                    "run " + before.id() + " is " + before.state() + " and cannot become " + next,
                    "see: backfill status " + before.id());
        }
        Instant now = session.now();
        boolean ended = next.isFinal() || next == RunState.FAILED;
        session.update(
                sql().changeState,
                next.name(),
                reason,
                next == RunState.RUNNING ? now : null,
                ended ? now : null,
                next.name(),
                before.id().value());
        String why = reason == null ? "" : ": " + reason;
        sql().events.add(session, before.id(), actor, "state", before.state() + " → " + next + why);
    }

    /** Records that a person wants the run paused or ended; where no process holds the run, that happens at once. */
    public RunRecord ask(RunId run, Desired desired, String reason, String actor) {
        return ask(run, desired, reason, actor, true);
    }

    /** The same once more, for whoever has asked before and was not obeyed: the history has that already. */
    public RunRecord askAgain(RunId run, Desired desired, String reason, String actor) {
        return ask(run, desired, reason, actor, false);
    }

    private RunRecord ask(RunId run, Desired desired, String reason, String actor, boolean first) {
        return transact(session -> {
            RunRecord before = sql().runs.lock(session, run);
            RunState end = desired == Desired.PAUSE ? RunState.PAUSED : RunState.ABORTED;
            if (before.state() == end) {
                return before;
            }
            RunState next = before.leased() ? before.state() : end;
            if (!before.state().mayBecome(end) && !(desired == Desired.PAUSE && before.state() == RunState.PAUSING)) {
                throw new BackfillException(
                        ErrorCode.RUN_STATE_CONFLICT,
                        "run " + run + " is " + before.state() + "; it cannot be "
                                + (desired == Desired.PAUSE ? "paused" : "aborted"),
                        "see: backfill status " + run);
            }
            session.update(sql().ask, lower(desired), reason, run.value());
            if (first) {
                sql().events.add(session, run, actor, lower(desired), reason);
            }
            if (next != before.state()) {
                change(session, before, next, reason, actor);
            } else if (desired == Desired.PAUSE && before.state() == RunState.RUNNING) {
                change(session, before, RunState.PAUSING, reason, actor);
            }
            return sql().runs.lock(session, run);
        });
    }

    /**
     * Changes what is not null; see {@link Settings#with}.
     *
     * @param lasting null for good; otherwise what is changed falls back after this time, and so does what was changed
     *     for a while before
     */
    public Settings tune(
            RunId run,
            @Nullable Integer rate,
            @Nullable Integer workers,
            @Nullable Integer chunkRows,
            @Nullable Duration lasting,
            String reason,
            String actor) {
        return transact(
                session -> new Tunes(sql()).tune(session, run, rate, workers, chunkRows, lasting, reason, actor));
    }

    /** See {@link Tunes#settle}. */
    RunRecord settle(Session session, RunRecord run) {
        return new Tunes(sql()).settle(session, run);
    }

    public void record(RunId run, String verification) {
        transact(session -> session.update(sql().verify, verification, run.value()));
    }

    public void note(RunId run, String actor, String what, String detail) {
        transact(session -> {
            sql().runs.lock(session, run);
            sql().events.add(session, run, actor, what, detail);
            return true;
        });
    }

    <T extends @Nullable Object> T transact(Function<Session, T> body) {
        return control.transact(TransactionOptions.CONTROL, body);
    }

    private static String lower(Desired desired) {
        return desired.name().toLowerCase(Locale.ROOT);
    }

    /** Made on first use, because the schema's name may have to be asked for. */
    synchronized RunStatements sql() {
        if (prepared == null) {
            prepared = new RunStatements(control.home());
        }
        return Objects.requireNonNull(prepared);
    }
}
