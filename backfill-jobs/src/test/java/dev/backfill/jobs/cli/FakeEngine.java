package dev.backfill.jobs.cli;

import dev.backfill.database.Position;
import dev.backfill.definition.Backfill;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.RunOptions;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.ledger.DeadLetter;
import dev.backfill.plan.Estimate;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanSummary;
import dev.backfill.plan.Risk;
import dev.backfill.plan.Severity;
import dev.backfill.rehearsal.RehearsalReport;
import dev.backfill.report.RunReport;
import dev.backfill.run.History;
import dev.backfill.run.Outbox;
import dev.backfill.run.RunEvent;
import dev.backfill.run.RunId;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunMode;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Runs;
import dev.backfill.run.Settings;
import dev.backfill.run.Stop;
import dev.backfill.run.StopOutcome;
import dev.backfill.run.StopOutcome.State;
import dev.backfill.run.Verification;
import dev.backfill.verify.CopyFaults;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An engine in memory: runs 1000 rows in ten chunks, or as many as it takes until it is interrupted. */
final class FakeEngine implements BackfillEngine {
    static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    private final List<RunStatus> runs = new ArrayList<>();
    List<Finding> findings = List.of();
    Verification verification = Verification.of(
            List.of(new Verification.Result("remaining", Verification.State.PASSED, "0", "0", "", List.of())));
    RunState end = RunState.SUCCEEDED;
    RunState rehearsalEnd = RunState.SUCCEEDED;
    boolean endless;
    boolean repeatable = true;
    CopyFaults faults = new CopyFaults(List.of(), List.of(), false);

    @Nullable
    RuntimeException failure;

    @Nullable
    RunOptions options;

    @Nullable
    String actor;

    /** Databases that do not answer, and why. */
    Map<String, RuntimeException> unknown = Map.of();

    @Nullable
    Stop stop;

    String unreachable = "";

    /** What happens as the next looks at a run are taken; such as that they fail. */
    final Queue<Runnable> looks = new ArrayDeque<>();

    /** The run that settled the second dead letter. */
    @Nullable
    RunId settledBy;

    /** False if all dead letters are settled. */
    boolean retryable = true;

    List<String> deadLetterKey = List.of("42");

    @Override
    public List<Finding> check(Backfill backfill) {
        return findings;
    }

    @Override
    public Plan plan(Backfill backfill) {
        return plan(backfill, null);
    }

    private Plan plan(Backfill backfill, @Nullable RunId retryOf) {
        return new Plan(
                backfill,
                List.of("id"),
                Map.of(),
                List.of(),
                new Estimate(1000, false, 900, 10, Duration.ofSeconds(1), Duration.ofSeconds(9), -1),
                Map.of("write", "UPDATE users …"),
                findings,
                new Risk(Risk.Level.LOW, "fills empty columns"),
                repeatable,
                "d1",
                "p1",
                retryOf);
    }

    @Override
    public RehearsalReport rehearse(Backfill backfill, RunOptions with, boolean full, RunListener listener) {
        return rehearse(plan(backfill), full);
    }

    @Override
    public Optional<RehearsalReport> rehearseRetry(
            RunId of, Backfill backfill, RunOptions with, boolean full, RunListener listener) {
        return retryable ? Optional.of(rehearse(plan(backfill, of), full)) : Optional.empty();
    }

    @Override
    public Optional<RunStatus> retry(RunId of, Backfill backfill, RunOptions with, String by, RunListener listener) {
        return retryable ? Optional.of(start(backfill, with, by, listener)) : Optional.empty();
    }

    private RehearsalReport rehearse(Plan plan, boolean full) {
        boolean complete = rehearsalEnd == RunState.SUCCEEDED;
        RunStatus status =
                status(plan.backfill().name(), RunMode.DRY_RUN, rehearsalEnd, complete ? null : "interrupted");
        Duration chunk = Duration.ofMillis(20);
        return new RehearsalReport(
                plan, status, full && complete, List.of(), Map.of("no name", 1L), chunk, chunk, chunk);
    }

    @Override
    public RunStatus start(Backfill backfill, RunOptions with, String by, RunListener listener) {
        if (failure != null) {
            throw failure;
        }
        options = with;
        actor = by;
        runs.add(0, status(backfill.name(), RunMode.EXECUTE, RunState.RUNNING, null));
        listener.on(new RunSignal.StateChanged(runs.get(0).run(), RunState.RUNNING, ""));
        return work(listener);
    }

    @Override
    public RunStatus resume(RunId run, Backfill backfill, boolean takeOver, String by, RunListener listener) {
        status(run);
        return work(listener);
    }

    private RunStatus work(RunListener listener) {
        RunState state = end;
        for (int chunk = 0; endless || chunk < 10; chunk++) {
            listener.on(new RunSignal.ChunkCommitted(0, 100, 100, 0, 0, Map.of()));
            if (endless) {
                try {
                    Thread.sleep(20);
                } catch (InterruptedException e) {
                    state = RunState.PAUSED;
                    break;
                }
            }
        }
        runs.set(
                0, status(runs.get(0).backfill(), RunMode.EXECUTE, state, state == RunState.PAUSED ? "stopped" : null));
        return runs.get(0);
    }

    void become(RunState state) {
        runs.set(0, status(runs.get(0).backfill(), RunMode.EXECUTE, state, null));
    }

    @Override
    public RunStatus pause(RunId run, String reason, String by) {
        RunStatus now = status(run);
        return status(now.backfill(), RunMode.EXECUTE, RunState.PAUSED, reason);
    }

    @Override
    public RunStatus abort(RunId run, String reason, String by) {
        RunStatus now = status(run);
        return status(now.backfill(), RunMode.EXECUTE, RunState.ABORTED, reason);
    }

    @Override
    public Settings tune(
            RunId run,
            @Nullable Integer rate,
            @Nullable Integer workers,
            @Nullable Integer chunk,
            @Nullable Duration lasting,
            String reason,
            String by) {
        return status(run).settings().with(rate, workers, chunk);
    }

    @Override
    public List<StopOutcome> stopAll(String reason, String by) {
        Stop before = stop;
        stop = before == null ? new Stop(by, START, reason) : before;
        return List.of(
                new StopOutcome("app", before == null ? State.STOPPED : State.ALREADY_STOPPED, stop, ""), elsewhere());
    }

    @Override
    public List<StopOutcome> lift(String reason, String by) {
        Stop before = stop;
        stop = null;
        return List.of(
                new StopOutcome("app", before == null ? State.NOT_STOPPED : State.LIFTED, before, ""), elsewhere());
    }

    private StopOutcome elsewhere() {
        return new StopOutcome("logs", unreachable.isEmpty() ? State.NOT_STOPPED : State.FAILED, null, unreachable);
    }

    @Override
    public Map<String, Stop> stops() {
        return stop == null ? Map.of() : Map.of("app", stop);
    }

    @Override
    public RunStatus verify(RunId run, Backfill backfill, RunListener listener) {
        return status(run);
    }

    @Override
    public CopyFaults faults(RunId run, Backfill backfill) {
        status(run);
        return faults;
    }

    @Override
    public Optional<RunStatus> repair(
            RunId run, Backfill backfill, RunOptions options, String by, RunListener listener) {
        status(run);
        return faults.mendable(false).isEmpty()
                ? Optional.empty()
                : Optional.of(start(backfill, options, by, listener));
    }

    @Override
    public RunStatus status(RunId run) {
        Runnable look = looks.poll();
        if (look != null) {
            look.run();
        }
        return runs.stream()
                .filter(r -> r.run().equals(run))
                .findFirst()
                .orElseThrow(() -> new BackfillException(
                        ErrorCode.RUN_NOT_FOUND, "there is no run " + run, "see: backfill status"));
    }

    @Override
    public List<Outbox.Message> untold(RunId run, String receiver, int limit) {
        return List.of();
    }

    @Override
    public List<RunId> untold(String receiver) {
        return List.of();
    }

    @Override
    public void told(RunId run, String receiver, int number) {
        throw new IllegalStateException("nothing was untold");
    }

    @Override
    public RunReport report(RunId run) {
        RunStatus status = status(run);
        return new RunReport(
                status,
                "app",
                "users",
                START,
                "ops@host",
                new PlanSummary(
                        List.of("id"),
                        4,
                        new Estimate(1000, true, 1000, 10, Duration.ofSeconds(1), Duration.ofSeconds(9), 4096),
                        Map.of("update", "UPDATE users SET a = '<b>'"),
                        List.of(error()),
                        new Risk(Risk.Level.LOW, "columns were empty"),
                        true,
                        "abc",
                        null),
                List.of(
                        new RunEvent(run, START, "engine", "state", "PLANNED → RUNNING"),
                        new RunEvent(run, START.plusSeconds(2), "ops@host", "tune", "rate <100> | slower")),
                List.of(
                        new RunReport.Span(START, 5, 500, 490, 10),
                        new RunReport.Span(START.plusSeconds(1), 0, 0, 0, 0),
                        new RunReport.Span(START.plusSeconds(2), 5, 500, 500, 0)),
                Duration.ofSeconds(1),
                List.of(new RunReport.Bar(Duration.ofMillis(5), 7), new RunReport.Bar(null, 1)));
    }

    @Override
    public Runs runs() {
        return new Runs(runs, unknown);
    }

    @Override
    public History events(@Nullable String backfill) {
        return new History(
                runs.stream()
                        .map(r -> new RunEvent(r.run(), START, "ops@host", "state", "RUNNING → " + r.state()))
                        .toList(),
                unknown);
    }

    @Override
    public List<DeadLetter> deadLetters(RunId run, int limit) {
        status(run);
        return deadLetters().subList(0, Math.min(limit, deadLetters().size()));
    }

    @Override
    public void eachDeadLetter(RunId run, Consumer<DeadLetter> each) {
        status(run);
        deadLetters().forEach(each);
    }

    @Override
    public List<String> key(RunId run) {
        status(run);
        return List.of("id");
    }

    private List<DeadLetter> deadLetters() {
        return List.of(
                new DeadLetter(0, new Position(deadLetterKey), "not a name", START, null),
                new DeadLetter(0, new Position(List.of("a,\"b\"")), "not a name", START, settledBy));
    }

    @Override
    public Map<String, List<String>> schema(Backfill backfill) {
        return Map.of("app", List.of("CREATE TABLE backfill_chunk ()"));
    }

    @Override
    public void close() {
        // kept: a test looks at it afterwards
    }

    static Finding error() {
        return new Finding("key-not-unique", Severity.ERROR, "users.id is not unique", "name a unique key");
    }

    private RunStatus status(String backfill, RunMode mode, RunState state, @Nullable String reason) {
        boolean ended = state != RunState.RUNNING;
        return new RunStatus(
                new RunId(backfill + "-1"),
                backfill,
                mode,
                state,
                reason,
                new RunStatus.Rows(1000, 1000, 1000, 0, 0),
                10,
                new RunStatus.Partitions(4, 4),
                1.0,
                5000.0,
                0L,
                new Settings(null, 2, null),
                START,
                ended ? START.plusSeconds(6) : null,
                5.6,
                0.0,
                ended ? verification : Verification.PENDING);
    }
}
