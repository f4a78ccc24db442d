package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.definition.Backfill;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.run.RunEvent;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import org.junit.jupiter.api.Test;

/** A run obeys whoever has the right to tell it, from wherever. */
public abstract class ControlContract extends ControlGround {
    @Test
    void pausesFromAnotherProcessAndResumesEachRowOnce() throws Exception {
        BackgroundRun run = begin(countUp);

        RunStatus paused = observer().pause(run.id(), "lunch", "ann@desk");

        assertThat(paused.state()).isEqualTo(RunState.PAUSED);
        assertThat(paused.reason()).isEqualTo("lunch");
        assertThat(run.end().state()).isEqualTo(RunState.PAUSED);
        assertThat(paused.rows().changed()).isBetween(1L, ROWS - 1L);
        assertThat(database.number("SELECT count(*) FROM t WHERE n = id + 1"))
                .isEqualTo(paused.rows().changed());
        observer().tune(run.id(), 1_000_000, null, null, "night", "ann@desk");
        assertDone(resume(paused));
        assertThat(observer().history("change"))
                .filteredOn(e -> e.actor().equals("ann@desk"))
                .extracting(RunEvent::detail)
                .anyMatch(detail -> detail.contains("lunch"))
                .anyMatch(detail -> detail.contains("night"));
    }

    @Test
    void isNotVerifiedWhileAProcessWorksOnIt() throws Exception {
        BackgroundRun run = begin(countUp);

        assertRefused(
                ErrorCode.RUN_STATE_CONFLICT, () -> observer().verify(run.id(), countUp, DEAF), "RUNNING", "process");

        RunStatus paused = observer().pause(run.id(), "to look", ACTOR);
        run.end();
        assertThat(paused.verification().state()).isEqualTo(Verification.State.PENDING);
        assertThat(observer().verify(run.id(), countUp, DEAF).verification().state())
                .isEqualTo(Verification.State.FAILED);
    }

    @Test
    void abortEndsItForGoodAndFreesTheTable() throws Exception {
        BackgroundRun run = begin(countUp);

        RunStatus aborted = observer().abort(run.id(), "wrong table", ACTOR);

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
        observer().pause(run.id(), "lunch", ACTOR);
        run.end();

        assertThat(observer().abort(run.id(), "no", ACTOR).state()).isEqualTo(RunState.ABORTED);

        succeed(set("t", "c", "'x'").build());
    }

    @Test
    void obeysATuneWhileItRuns() throws Exception {
        BackgroundRun run = begin(countUp);

        observer().tune(run.id(), 1_000_000, 3, 77, "faster", ACTOR);

        RunStatus done = run.end();
        assertDone(done);
        assertThat(done.settings().workers()).isEqualTo(3);
        assertThat(done.settings().rowsPerSecond()).isEqualTo(1_000_000);
        assertThat(database.list("SELECT DISTINCT scanned FROM backfill_chunk")).contains("50", "77");
    }

    @Test
    void lendsATableToOneRunOnly() throws Exception {
        BackgroundRun run = begin(countUp);

        Backfill other = Backfill.builder("other", "app", countUp.table(), countUp.work())
                .build();
        assertRefused(ErrorCode.TABLE_BUSY, () -> start(other), run.id().value());
        assertRefused(ErrorCode.TABLE_BUSY, () -> start(countUp), run.id().value());
        assertThat(observer().runs().found())
                .as("runs that could not begin are none")
                .hasSize(1);
        RunStatus paused = observer().pause(run.id(), "lunch", ACTOR);
        assertRefused(ErrorCode.TABLE_BUSY, () -> start(other), run.id().value());

        observer().tune(run.id(), 1_000_000, null, null, "night", ACTOR);
        assertDone(resume(paused));
    }

    @Test
    void lendsARunToOneProcessOnly() throws Exception {
        BackgroundRun run = begin(countUp);
        RunStatus now = observer().status(run.id());

        assertRefused(ErrorCode.RUN_LEASED, () -> resume(now), run.id().value());

        observer().tune(run.id(), 1_000_000, null, null, "night", ACTOR);
        assertDone(run.end());
    }

    @Test
    void saysWhenThereIsNoSuchRun() {
        succeed(countUp);
        var unknown = new dev.backfill.run.RunId("change-99");
        assertThatThrownBy(() -> observer().status(unknown))
                .isInstanceOfSatisfying(BackfillException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.RUN_NOT_FOUND);
                    assertThat(e.hint()).startsWith("the newest runs are: change-1;");
                })
                .hasMessage("there is no run change-99");
        assertRefused(
                ErrorCode.RUN_NOT_FOUND,
                () -> observer().status(new dev.backfill.run.RunId("change")),
                "that is the name of a backfill");
        assertRefused(ErrorCode.RUN_NOT_FOUND, () -> observer().pause(unknown, "x", ACTOR), "change-99");
        assertRefused(ErrorCode.RUN_NOT_FOUND, () -> observer().abort(unknown, "x", ACTOR), "change-99");
        assertRefused(ErrorCode.USAGE, () -> observer().tune(unknown, -1, null, null, "x", ACTOR), "rate is -1");
    }

    @Test
    void finishedRunsCannotBePausedAbortedOrTuned() throws Exception {
        RunStatus done = succeed(countUp);

        assertRefused(ErrorCode.RUN_STATE_CONFLICT, () -> observer().pause(done.run(), "x", ACTOR), "SUCCEEDED");
        assertRefused(ErrorCode.RUN_STATE_CONFLICT, () -> observer().abort(done.run(), "x", ACTOR), "SUCCEEDED");
        assertRefused(
                ErrorCode.RUN_STATE_CONFLICT, () -> observer().tune(done.run(), 5, null, null, "x", ACTOR), "SUCC");
        assertThat(observer().status(done.run())).isEqualTo(done);
    }
}
