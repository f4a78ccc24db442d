package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.chunk.ChunkProbe;
import dev.backfill.chunk.Moment;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.definition.Backfill;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.Engines;
import dev.backfill.engine.RunOptions;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.run.RunEvent;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run obeys whoever has the right to tell it, from wherever, and goes on where it was. */
public abstract class ControlContract extends EngineContract {
    private static final int ROWS = 3000;
    /** Slow enough to be met while running. */
    private static final RunOptions SLOW = new RunOptions(2, 1000, 50);

    private final Backfill countUp = set("t", "n", "n + 1").build();
    private Oracle oracle;

    @BeforeEach
    void table() {
        database.run(
                "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL, c text)",
                "INSERT INTO t SELECT n, n, 'c' || n FROM generate_series(1, " + ROWS + ") AS n");
        oracle = database.oracle("t").update("SET n = n + 1");
    }

    private BackgroundRun begin(Backfill backfill) throws InterruptedException {
        BackfillEngine own = engine();
        return BackgroundRun.begin(engine(), () -> own.start(backfill, SLOW, ACTOR, DEAF));
    }

    private RunStatus resume(RunStatus run) {
        return engine().resume(run.run(), countUp, false, ACTOR, DEAF);
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call, String... named) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        BackfillException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContainingAll(named);
    }

    private void assertDone(RunStatus status) {
        assertThat(status.state()).as("%s", status).isEqualTo(RunState.SUCCEEDED);
        assertRows(status, ROWS, ROWS, 0);
        oracle.assertSame();
        assertThat(database.number("SELECT sum(changed) FROM backfill_chunk")).isEqualTo(ROWS);
    }

    @Test
    void pausesFromAnotherProcessAndResumesEachRowOnce() throws Exception {
        BackgroundRun run = begin(countUp);

        RunStatus paused = engine().pause(run.id(), "lunch", "ann@desk");

        assertThat(paused.state()).isEqualTo(RunState.PAUSED);
        assertThat(paused.reason()).isEqualTo("lunch");
        assertThat(run.end().state()).isEqualTo(RunState.PAUSED);
        assertThat(paused.rows().changed()).isBetween(1L, ROWS - 1L);
        assertThat(database.number("SELECT count(*) FROM t WHERE n = id + 1"))
                .isEqualTo(paused.rows().changed());
        engine().tune(run.id(), 1_000_000, null, null, "night", "ann@desk");
        assertDone(resume(paused));
        assertThat(engine().history("change"))
                .filteredOn(e -> e.actor().equals("ann@desk"))
                .extracting(RunEvent::detail)
                .anyMatch(detail -> detail.contains("lunch"))
                .anyMatch(detail -> detail.contains("night"));
    }

    @Test
    void isNotVerifiedWhileAProcessWorksOnIt() throws Exception {
        BackgroundRun run = begin(countUp);

        assertRefused(
                ErrorCode.RUN_STATE_CONFLICT, () -> engine().verify(run.id(), countUp, DEAF), "RUNNING", "process");

        RunStatus paused = engine().pause(run.id(), "to look", ACTOR);
        run.end();
        assertThat(paused.verification().state()).isEqualTo(Verification.State.PENDING);
        assertThat(engine().verify(run.id(), countUp, DEAF).verification().state())
                .isEqualTo(Verification.State.FAILED);
    }

    @Test
    void refusesToGoOnWithoutTheKeysIndexAndLeavesTheRunAsItIs() throws Exception {
        RunStatus paused = engine().pause(begin(countUp).id(), "lunch", ACTOR);
        database.run("ALTER TABLE t DROP CONSTRAINT t_pkey");

        assertRefused(ErrorCode.PREFLIGHT_REFUSED, () -> resume(paused), "key-not-unique", "[id]");

        RunStatus still = engine().status(paused.run());
        assertThat(still.state()).isEqualTo(RunState.PAUSED);
        assertThat(still.reason()).isEqualTo("lunch");
        database.run("ALTER TABLE t ADD PRIMARY KEY (id)");
        engine().tune(paused.run(), 1_000_000, null, null, "night", ACTOR);
        assertDone(resume(paused));
    }

    @Test
    void refusesToGoOnOverColumnsThatChanged() throws Exception {
        RunStatus paused = engine().pause(begin(countUp).id(), "lunch", ACTOR);
        database.run("ALTER TABLE t ALTER id TYPE text");

        assertRefused(ErrorCode.PREFLIGHT_REFUSED, () -> resume(paused), "column id", "is text", "it was int4");
        assertRefused(ErrorCode.PREFLIGHT_REFUSED, () -> engine().verify(paused.run(), countUp, DEAF), "column id");

        database.run("ALTER TABLE t DROP COLUMN n");
        assertRefused(ErrorCode.PREFLIGHT_REFUSED, () -> resume(paused), "column n does not exist");
        assertThat(engine().status(paused.run()).state()).isEqualTo(RunState.PAUSED);
    }

    @Test
    void columnsThatItDoesNotUseMayChange() throws Exception {
        RunStatus paused = engine().pause(begin(countUp).id(), "lunch", ACTOR);
        database.run("ALTER TABLE t DROP COLUMN c", "ALTER TABLE t ADD d int");
        engine().tune(paused.run(), 1_000_000, null, null, "night", ACTOR);

        assertThat(resume(paused).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(database.number("SELECT count(*) FROM t WHERE n = id + 1")).isEqualTo(ROWS);
    }

    @Test
    void aRunThatLosesItsKeysIndexWhileItsDatabaseIsAwayFailsAndSaysWhatToDo() {
        AtomicBoolean cut = new AtomicBoolean();
        ChunkProbe probe = moment -> {
            if (moment == Moment.BEFORE_METADATA && cut.compareAndSet(false, true)) {
                database.run("ALTER TABLE t DROP CONSTRAINT t_pkey");
                throw new DatabaseException(FailureClass.CONNECTION, "08006", "cut", false, null);
            }
        };
        BackfillEngine engine = closing(Engines.create(Map.of("app", database.open("app")), null, probe));

        RunStatus failed = engine.start(countUp, new RunOptions(1, null, null), ACTOR, DEAF);

        assertThat(failed.state()).isEqualTo(RunState.FAILED);
        assertThat(failed.reason())
                .contains("key-not-unique", "; use the columns of a unique index")
                .doesNotContain("\n");
        assertThat(failed.rows().changed()).isLessThan(ROWS);
        database.run("ALTER TABLE t ADD PRIMARY KEY (id)");
        assertDone(resume(failed));
    }

    @Test
    void pausesAgainAndAgain() throws Exception {
        BackgroundRun run = begin(countUp);
        RunStatus last = engine().pause(run.id(), "1", ACTOR);
        for (int i = 2; i <= 3; i++) {
            RunStatus paused = last;
            BackgroundRun again = BackgroundRun.begin(engine(), () -> resume(paused));
            last = engine().pause(again.id(), "again", ACTOR);
            assertThat(last.rows().changed()).isGreaterThan(paused.rows().changed());
        }
        engine().tune(run.id(), 1_000_000, null, null, "night", ACTOR);
        assertDone(resume(last));
    }

    @Test
    void abortEndsItForGoodAndFreesTheTable() throws Exception {
        BackgroundRun run = begin(countUp);

        RunStatus aborted = engine().abort(run.id(), "wrong table", ACTOR);

        assertThat(aborted.state()).isEqualTo(RunState.ABORTED);
        assertThat(run.end().state()).isEqualTo(RunState.ABORTED);
        assertThat(database.number("SELECT count(*) FROM t WHERE n = id + 1"))
                .isEqualTo(aborted.rows().changed())
                .isPositive();
        assertRefused(ErrorCode.RUN_STATE_CONFLICT, () -> resume(aborted), "ABORTED");
        succeed(set("t", "c", "'x'").build());
    }

    @Test
    void abortsAPausedRun() throws Exception {
        BackgroundRun run = begin(countUp);
        engine().pause(run.id(), "lunch", ACTOR);
        run.end();

        assertThat(engine().abort(run.id(), "no", ACTOR).state()).isEqualTo(RunState.ABORTED);

        succeed(set("t", "c", "'x'").build());
    }

    @Test
    void obeysATuneWhileItRuns() throws Exception {
        BackgroundRun run = begin(countUp);

        engine().tune(run.id(), 1_000_000, 3, 77, "faster", ACTOR);

        RunStatus done = run.end();
        assertDone(done);
        assertThat(done.settings().workers()).isEqualTo(3);
        assertThat(done.settings().rowsPerSecond()).isEqualTo(1_000_000);
        assertThat(database.list("SELECT DISTINCT scanned::text FROM backfill_chunk"))
                .contains("50", "77");
    }

    @Test
    void lendsATableToOneRunOnly() throws Exception {
        BackgroundRun run = begin(countUp);

        Backfill other = Backfill.builder("other", "app", countUp.table(), countUp.work())
                .build();
        assertRefused(ErrorCode.TABLE_BUSY, () -> start(other), run.id().value());
        assertRefused(ErrorCode.TABLE_BUSY, () -> start(countUp), run.id().value());
        RunStatus paused = engine().pause(run.id(), "lunch", ACTOR);
        assertRefused(ErrorCode.TABLE_BUSY, () -> start(other), run.id().value());

        engine().tune(run.id(), 1_000_000, null, null, "night", ACTOR);
        assertDone(resume(paused));
    }

    @Test
    void lendsARunToOneProcessOnly() throws Exception {
        BackgroundRun run = begin(countUp);
        RunStatus now = engine().status(run.id());

        assertRefused(ErrorCode.RUN_LEASED, () -> resume(now), run.id().value());

        engine().tune(run.id(), 1_000_000, null, null, "night", ACTOR);
        assertDone(run.end());
    }

    @Test
    void resumesOnlyWhatWasPlanned() throws Exception {
        BackgroundRun run = begin(countUp);
        RunStatus paused = engine().pause(run.id(), "lunch", ACTOR);
        Backfill edited = set("t", "n", "n + 2").build();
        Backfill narrower = set("t", "n", "n + 1").where("id < 10").build();
        Backfill gentler =
                set("t", "n", "n + 1").workers(1).chunk(chunks(10, 20)).build();

        assertRefused(
                ErrorCode.DEFINITION_CHANGED,
                () -> engine().resume(paused.run(), edited, false, ACTOR, DEAF),
                "edited");
        assertRefused(
                ErrorCode.DEFINITION_CHANGED,
                () -> engine().resume(paused.run(), narrower, false, ACTOR, DEAF),
                "edited");
        engine().tune(run.id(), 1_000_000, null, null, "night", ACTOR);
        assertDone(engine().resume(paused.run(), gentler, false, ACTOR, DEAF));
        assertRefused(ErrorCode.RUN_STATE_CONFLICT, () -> resume(paused), "SUCCEEDED");
    }

    @Test
    void anInterruptOfTheCallerPauses() throws Exception {
        BackgroundRun run = begin(countUp);

        run.interrupt();

        RunStatus paused = run.end();
        assertThat(paused.state()).isEqualTo(RunState.PAUSED);
        assertThat(run.interrupted()).isTrue();
        engine().tune(run.id(), 1_000_000, null, null, "night", ACTOR);
        assertDone(resume(paused));
    }

    @Test
    void keepsItsControlDataElsewhere() throws Exception {
        TestDatabase control = newDatabase();
        BackfillEngine first = engine(Map.of("app", database.open("app")), control.open("control"));
        BackfillEngine second = engine(Map.of("app", database.open("app")), control.open("control"));
        BackgroundRun run = BackgroundRun.begin(second, () -> first.start(countUp, SLOW, ACTOR, DEAF));
        RunStatus paused = second.pause(run.id(), "lunch", ACTOR);
        assertThat(paused.state()).isEqualTo(RunState.PAUSED);
        run.end();
        second.tune(run.id(), 1_000_000, null, null, "night", ACTOR);

        assertDone(second.resume(run.id(), countUp, false, ACTOR, DEAF));

        assertThat(
                        database.list(
                                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename ~ 'batch_|run|event'"))
                .isEmpty();
        assertThat(control.number("SELECT count(*) FROM pg_tables WHERE tablename IN ('backfill_chunk', 't')"))
                .isZero();
    }

    @Test
    void saysWhenThereIsNoSuchRun() {
        succeed(countUp);
        var unknown = new dev.backfill.run.RunId("change-99");
        assertThatThrownBy(() -> engine().status(unknown))
                .isInstanceOfSatisfying(BackfillException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.RUN_NOT_FOUND);
                    assertThat(e.hint()).startsWith("the newest runs are: change-1;");
                })
                .hasMessage("there is no run change-99");
        assertRefused(
                ErrorCode.RUN_NOT_FOUND,
                () -> engine().status(new dev.backfill.run.RunId("change")),
                "that is the name of a backfill");
        assertRefused(ErrorCode.RUN_NOT_FOUND, () -> engine().pause(unknown, "x", ACTOR), "change-99");
        assertRefused(ErrorCode.RUN_NOT_FOUND, () -> engine().abort(unknown, "x", ACTOR), "change-99");
        assertRefused(ErrorCode.USAGE, () -> engine().tune(unknown, -1, null, null, "x", ACTOR), "rate is -1");
    }

    @Test
    void finishedRunsCannotBePausedAbortedOrTuned() throws Exception {
        RunStatus done = succeed(countUp);

        assertRefused(ErrorCode.RUN_STATE_CONFLICT, () -> engine().pause(done.run(), "x", ACTOR), "SUCCEEDED");
        assertRefused(ErrorCode.RUN_STATE_CONFLICT, () -> engine().abort(done.run(), "x", ACTOR), "SUCCEEDED");
        assertRefused(ErrorCode.RUN_STATE_CONFLICT, () -> engine().tune(done.run(), 5, null, null, "x", ACTOR), "SUCC");
        assertThat(engine().status(done.run())).isEqualTo(done);
    }
}
