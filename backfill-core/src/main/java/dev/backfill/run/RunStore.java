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
import java.time.temporal.ChronoUnit;
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
    private @Nullable Statements prepared;

    public RunStore(Database control) {
        this.control = control;
    }

    /** False before the first run of this control database: then there is nothing to read. */
    public boolean installed() {
        return control.home().installed(OwnTables.CONTROL);
    }

    /** True if there is something to read; tables of an older version get what they lack. */
    private boolean readable() {
        if (!installed()) {
            return false;
        }
        control.home().install(OwnTables.CONTROL);
        return true;
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
            Statements sql = sql();
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
            sql().events.add(session, run, actor, lower(desired), reason);
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
        return transact(session -> {
            RunRecord before = settle(session, sql().runs.lock(session, run));
            if (before.state().isFinal()) {
                throw new BackfillException(
                        ErrorCode.RUN_STATE_CONFLICT,
                        "run " + run + " is " + before.state() + "; there is nothing left to tune",
                        "see: backfill status " + run);
            }
            Temporary earlier = before.temporary();
            Settings behind = earlier == null ? before.settings() : earlier.after();
            Settings during = before.settings().with(rate, workers, chunkRows);
            Settings after = lasting == null ? behind.with(rate, workers, chunkRows) : behind;
            Instant until = lasting != null ? session.now().plus(lasting) : earlier == null ? null : earlier.until();
            store(
                    session,
                    run,
                    during,
                    until == null || during.equals(after) ? null : new Temporary(during, after, until));
            String time = lasting == null || until == null ? "" : " until " + until.truncatedTo(ChronoUnit.SECONDS);
            sql().events.add(session, run, actor, "tune", before.settings().changes(during) + time + ": " + reason);
            return during;
        });
    }

    /** Makes settings whose time is over what they are by then, and says so once. */
    RunRecord settle(Session session, RunRecord run) {
        Temporary temporary = run.temporary();
        if (temporary == null || temporary.until().isAfter(session.now())) {
            return run;
        }
        store(session, run.id(), temporary.after(), null);
        sql().events
                .add(
                        session,
                        run.id(),
                        ENGINE,
                        "tune-expired",
                        temporary.during().changes(temporary.after()));
        return sql().runs.lock(session, run.id());
    }

    private void store(Session session, RunId run, Settings settings, @Nullable Temporary temporary) {
        Settings after = temporary == null ? null : temporary.after();
        session.update(
                sql().tune,
                settings.rowsPerSecond(),
                settings.workers(),
                settings.chunkRows(),
                temporary == null ? null : temporary.until(),
                after == null ? null : after.rowsPerSecond(),
                after == null ? null : after.workers(),
                after == null ? null : after.chunkRows(),
                run.value());
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

    synchronized Statements sql() {
        if (prepared == null) {
            prepared = new Statements(control.home());
        }
        return Objects.requireNonNull(prepared);
    }

    /** The statements; made on first use, because the schema's name may have to be asked for. */
    static final class Statements {
        final RunTable runs;
        final EventTable events;
        final StopTable stops;
        final String insert;
        final String lockNumbers;
        final String lastNumber;
        final String changeState;
        final String ask;
        final String tune;
        final String verify;
        final String lease;
        final String renew;
        final String sharing;
        final String release;
        final String endCanary;

        Statements(Database.Home home) {
            String table = home.table("backfill_run");
            runs = new RunTable(home);
            events = new EventTable(home);
            stops = new StopTable(home);
            insert =
                    """
                    INSERT INTO %s (run_id, backfill, run_number, database_name, table_name, state, plan,
                           definition_fingerprint, estimated_rows, rows_per_second_limit, workers, chunk_rows, desired,
                           created_at, canary_share, epoch, rows_per_second, active_millis, throttled_millis)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0)"""
                            .formatted(table);
            lockNumbers = "SELECT run_id FROM " + table + " WHERE backfill = ? FOR UPDATE";
            lastNumber = "SELECT coalesce(max(run_number), 0) FROM " + table + " WHERE backfill = ?";
            changeState = "UPDATE " + table + " SET state = ?, reason = ?, started_at = coalesce(started_at, ?),"
                    + " ended_at = ?, verification = CASE WHEN ? = 'RUNNING' THEN NULL ELSE verification END"
                    + " WHERE run_id = ?";
            ask = "UPDATE " + table + " SET desired = ?, desired_reason = ? WHERE run_id = ?";
            tune = "UPDATE " + table + " SET rows_per_second_limit = ?, workers = ?, chunk_rows = ?,"
                    + " settings_until = ?, before_rows_per_second = ?, before_workers = ?, before_chunk_rows = ?"
                    + " WHERE run_id = ?";
            verify = "UPDATE " + table + " SET verification = ? WHERE run_id = ?";
            lease = "UPDATE " + table + " SET owner = ?, epoch = ?, lease_until = ?, desired = 'run',"
                    + " desired_reason = NULL WHERE run_id = ?";
            sharing = "SELECT count(*) FROM " + table + " r JOIN " + table + " me ON me.database_name = r.database_name"
                    + " WHERE me.run_id = ? AND r.lease_until > ?";
            renew =
                    """
                    UPDATE %s SET lease_until = ?, slowed_by = ?, rows_per_second = ?, eta_seconds = ?,
                           active_millis = ?, throttled_millis = ?
                     WHERE run_id = ? AND epoch = ?"""
                            .formatted(table);
            endCanary = "UPDATE " + table + " SET canary_share = NULL WHERE run_id = ?";
            release = "UPDATE " + table + " SET lease_until = NULL, slowed_by = NULL, rows_per_second = 0,"
                    + " eta_seconds = NULL WHERE run_id = ? AND epoch = ?";
        }
    }
}
