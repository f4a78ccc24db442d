package dev.backfill.engine;

import dev.backfill.batch.BatchTables;
import dev.backfill.database.Database;
import dev.backfill.database.OwnTables;
import dev.backfill.database.Position;
import dev.backfill.database.Session;
import dev.backfill.database.TransactionOptions;
import dev.backfill.definition.Backfill;
import dev.backfill.ledger.DeadLetter;
import dev.backfill.ledger.SqlLedger;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanCodec;
import dev.backfill.plan.Planner;
import dev.backfill.preflight.Examination;
import dev.backfill.preflight.Preflight;
import dev.backfill.rehearsal.Rehearsal;
import dev.backfill.rehearsal.RehearsalReport;
import dev.backfill.report.Reports;
import dev.backfill.report.RunReport;
import dev.backfill.run.Desired;
import dev.backfill.run.History;
import dev.backfill.run.Outbox;
import dev.backfill.run.RunEvent;
import dev.backfill.run.RunId;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunRecord;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.RunStore;
import dev.backfill.run.Runs;
import dev.backfill.run.Settings;
import dev.backfill.run.Stop;
import dev.backfill.run.StopOutcome;
import dev.backfill.run.Verification;
import dev.backfill.verify.CopyFaults;
import dev.backfill.verify.Verifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The engine over configured databases. */
final class DefaultBackfillEngine implements BackfillEngine {
    private final Databases databases;
    private final Requests requests;
    private final EngineOptions options;

    DefaultBackfillEngine(Map<String, Database> databases, @Nullable Database control, EngineOptions options) {
        this.databases = new Databases(databases, control);
        this.requests = new Requests(this.databases);
        this.options = options;
    }

    @Override
    public List<Finding> check(Backfill backfill) {
        return Preflight.examine(backfill, databases.of(backfill)).findings();
    }

    @Override
    public Plan plan(Backfill backfill) {
        Examination examination = Preflight.examine(backfill, databases.of(backfill));
        return Planner.plan(backfill, examination.survey(), examination.findings());
    }

    @Override
    public RehearsalReport rehearse(Backfill backfill, RunOptions options, boolean full, RunListener listener) {
        return rehearse(accepted(plan(backfill)), options, full, listener);
    }

    private RehearsalReport rehearse(Plan plan, RunOptions options, boolean full, RunListener listener) {
        Settings settings = options.settings(plan.backfill());
        Database database = databases.of(plan.backfill());
        return new Rehearsal(plan, settings, database, new SafeListener(List.of(listener))).run(full);
    }

    private static Plan accepted(Plan plan) {
        if (plan.refused()) {
            throw Refusals.of(plan);
        }
        return plan;
    }

    @Override
    public RunStatus start(Backfill backfill, RunOptions options, String actor, RunListener listener) {
        options.settings(backfill);
        Starting.refuseIfStopped(new RunStore(databases.controlOf(backfill)));
        return start(accepted(plan(backfill)), options, actor, listener);
    }

    private RunStatus start(Plan plan, RunOptions options, String actor, RunListener listener) {
        Database database = databases.of(plan.backfill());
        Database control = databases.controlOf(plan.backfill());
        database.home().install(OwnTables.LEDGER);
        control.home().install(OwnTables.CONTROL);
        BatchTables.install(control);
        Starting.refuseIfTaken(plan, database);
        RunStore store = new RunStore(control);
        RunId id = Starting.create(store, plan, database, options, actor);
        RunId of = plan.retryOf();
        if (of != null) {
            RunId verified = Repairs.verified(of).orElse(null);
            if (verified == null) {
                store.note(id, actor, "retry", "of the rows that failed in run " + of);
                store.note(of, actor, "retry", "of its failed rows by run " + id);
            } else {
                store.note(id, actor, "repair", "of the rows that verification of run " + verified + " found wrong");
                store.note(verified, actor, "repair", "of the rows that verification found wrong by run " + id);
            }
        }
        return work(id, plan, false, actor, listener);
    }

    @Override
    public Optional<RehearsalReport> rehearseRetry(
            RunId of, Backfill backfill, RunOptions options, boolean full, RunListener listener) {
        options.settings(backfill);
        return retried(of, backfill, false).map(plan -> rehearse(plan, options, full, listener));
    }

    @Override
    public Optional<RunStatus> retry(
            RunId of, Backfill backfill, RunOptions options, String actor, RunListener listener) {
        options.settings(backfill);
        Starting.refuseIfStopped(new RunStore(databases.controlOf(backfill)));
        return retried(of, backfill, true).map(plan -> start(plan, options, actor, listener));
    }

    private Optional<Plan> retried(RunId of, Backfill backfill, boolean executing) {
        Database database = databases.of(backfill);
        Retries.refuseUnlessPossible(databases.record(of), backfill, database, executing);
        return Retries.rows(of, database) == 0
                ? Optional.empty()
                : Optional.of(accepted(Retries.plan(backfill, of, database)));
    }

    @Override
    public CopyFaults faults(RunId run, Backfill backfill) {
        return faults(run, backfill, false);
    }

    private CopyFaults faults(RunId run, Backfill backfill, boolean executing) {
        RunRecord record = databases.record(run);
        Database database = databases.of(backfill);
        Repairs.refuseUnlessCopy(record, backfill);
        Starting.refuseIfChanged(record, backfill);
        Retries.refuseUnlessPossible(record, backfill, database, executing);
        database.home().install(OwnTables.LEDGER);
        Plan plan = Retries.plan(record, backfill);
        refuseIf(Preflight.lostColumns(plan, database));
        return Repairs.find(plan, database, run);
    }

    @Override
    public Optional<RunStatus> repair(
            RunId run, Backfill backfill, RunOptions options, String actor, RunListener listener) {
        options.settings(backfill);
        Starting.refuseIfStopped(new RunStore(databases.controlOf(backfill)));
        CopyFaults faults = faults(run, backfill, true);
        Repairs.refuseIfTooMany(run, faults);
        List<Position> keys = faults.mendable(Repairs.overwrites(backfill));
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        Database database = databases.of(backfill);
        RunId rows = Repairs.record(database, run, keys);
        return Optional.of(start(accepted(Retries.plan(backfill, rows, database)), options, actor, listener));
    }

    @Override
    public RunStatus resume(RunId run, Backfill backfill, boolean takeOver, String actor, RunListener listener) {
        RunRecord record = databases.record(run);
        Starting.refuseUnlessResumable(record, backfill);
        Starting.refuseIfStopped(databases.storeOf(run));
        databases.of(backfill).home().install(OwnTables.LEDGER);
        Plan plan = Retries.plan(record, backfill);
        refuseIf(Preflight.recheck(plan, databases.of(backfill)));
        return work(run, plan, takeOver, actor, listener);
    }

    /** The run stays as it is, and can go on once they are mended. */
    private static void refuseIf(List<Finding> errors) {
        if (!errors.isEmpty()) {
            throw Refusals.of(errors);
        }
    }

    private RunStatus work(RunId id, Plan plan, boolean takeOver, String actor, RunListener listener) {
        Database database = databases.of(plan.backfill());
        Database control = databases.controlOf(plan.backfill());
        RunContext context = new RunContext(
                id,
                plan,
                control,
                database,
                Retries.target(plan, id, database),
                new SqlLedger(database.home()),
                new RunStore(control),
                new SafeListener(List.of(listener)),
                databases.circuit(database.name()));
        Starting.begin(context, takeOver, actor, options).work();
        return status(id);
    }

    @Override
    public RunStatus pause(RunId run, String reason, String actor) {
        requests.ask(run, Desired.PAUSE, RunState.PAUSED, reason, actor);
        return status(run);
    }

    @Override
    public RunStatus abort(RunId run, String reason, String actor) {
        requests.ask(run, Desired.ABORT, RunState.ABORTED, reason, actor);
        return status(run);
    }

    @Override
    public Settings tune(
            RunId run,
            @Nullable Integer rowsPerSecond,
            @Nullable Integer workers,
            @Nullable Integer chunkRows,
            @Nullable Duration lasting,
            String reason,
            String actor) {
        RunOptions.check(workers, rowsPerSecond, chunkRows);
        return databases.storeOf(run).tune(run, rowsPerSecond, workers, chunkRows, lasting, reason, actor);
    }

    @Override
    public List<StopOutcome> stopAll(String reason, String actor) {
        return databases.everywhere(store -> store.stopAll(reason, actor));
    }

    @Override
    public List<StopOutcome> lift(String reason, String actor) {
        return databases.everywhere(store -> store.lift(reason, actor));
    }

    @Override
    public Map<String, Stop> stops() {
        return databases.stops();
    }

    @Override
    public RunStatus verify(RunId run, Backfill backfill, RunListener listener) {
        RunRecord record = databases.record(run);
        Starting.refuseIfWorkedOn(record);
        Starting.refuseIfChanged(record, backfill);
        Plan plan = Retries.plan(record, backfill);
        Database database = databases.of(backfill);
        database.home().install(OwnTables.LEDGER);
        refuseIf(Preflight.lostColumns(plan, database));
        Verification verification = Verifier.verify(
                plan, database, Retries.target(plan, run, database), new SqlLedger(database.home()), run);
        RunStore store = databases.storeOf(run);
        store.record(run, VerificationCodec.encode(verification));
        store.note(run, RunStore.ENGINE, "verify", verification.state().name());
        return status(run);
    }

    @Override
    public RunStatus status(RunId run) {
        RunRecord record = databases.record(run);
        return Statuses.of(record, databases.find(record.database()));
    }

    @Override
    public RunReport report(RunId run) {
        RunRecord record = databases.record(run);
        Database database = databases.named(record.database());
        List<RunEvent> events = databases.storeOf(run).events(record.backfill());
        return Reports.of(record, Statuses.of(record, database), database, events);
    }

    @Override
    public List<Outbox.Message> untold(RunId run, String receiver, int limit) {
        return outbox(run).waiting(run, receiver, limit);
    }

    @Override
    public List<RunId> untold(String receiver) {
        return databases.untold(receiver);
    }

    @Override
    public void told(RunId run, String receiver, int number) {
        outbox(run).delivered(run, receiver, number);
    }

    private Outbox outbox(RunId run) {
        return new Outbox(databases.keeperOf(run));
    }

    @Override
    public Runs runs() {
        return databases.runs();
    }

    @Override
    public History events(@Nullable String backfill) {
        return databases.events(backfill);
    }

    @Override
    public List<DeadLetter> deadLetters(RunId run, int limit) {
        return inLedger(run, (session, ledger) -> ledger.deadLetters(session, run, limit));
    }

    @Override
    public void eachDeadLetter(RunId run, Consumer<DeadLetter> each) {
        inLedger(run, (session, ledger) -> {
            ledger.eachDeadLetter(session, run, each);
            return true;
        });
    }

    private <T> T inLedger(RunId run, BiFunction<Session, SqlLedger, T> body) {
        Database database = databases.named(databases.record(run).database());
        database.home().install(OwnTables.LEDGER);
        SqlLedger ledger = new SqlLedger(database.home());
        return database.transact(TransactionOptions.READING, session -> body.apply(session, ledger));
    }

    @Override
    public List<String> key(RunId run) {
        return PlanCodec.key(databases.record(run).plan());
    }

    @Override
    public Map<String, List<String>> schema(Backfill backfill) {
        Database database = databases.of(backfill);
        Database control = databases.controlOf(backfill);
        Map<String, List<String>> ddl = new LinkedHashMap<>();
        ddl.put(database.name(), new ArrayList<>(database.home().ddl(OwnTables.LEDGER)));
        if (control != database && control.name().equals(database.name())) {
            // embedded beside the database, where no DBA is and the engine makes its own
            return ddl;
        }
        List<String> ofControl = ddl.computeIfAbsent(control.name(), name -> new ArrayList<>());
        ofControl.addAll(control.home().ddl(OwnTables.CONTROL));
        ofControl.addAll(BatchTables.ddl(control));
        return ddl;
    }

    @Override
    public void close() {
        databases.close();
    }
}
