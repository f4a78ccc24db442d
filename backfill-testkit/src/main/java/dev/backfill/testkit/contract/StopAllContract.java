package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.database.Database;
import dev.backfill.definition.Backfill;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.RunOptions;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.run.RunEvent;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.StopOutcome;
import dev.backfill.run.StopOutcome.State;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One order stops every run of a control database, and one lets them go on. */
public abstract class StopAllContract extends EngineContract {
    private static final int ROWS = 3000;

    private final Backfill countUp = set("t", "n", "n + 1").build();

    @BeforeEach
    void table() {
        table(database);
    }

    private static void table(TestDatabase where) {
        where.create("t", "id int PRIMARY KEY, n int NOT NULL", ROWS, "n, n");
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        BackfillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STOPPED_FOR_ALL))
                .hasMessageContainingAll("app is stopped for all runs by ann@desk since 20", ": disk full", "--lift");
    }

    private static List<State> states(List<StopOutcome> outcomes) {
        return outcomes.stream().map(StopOutcome::state).toList();
    }

    private void awaitReason(BackgroundRun run, String text) throws InterruptedException {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (!String.valueOf(observer().status(run.id()).reason()).contains(text)) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    @Test
    void holdsARunUntilItIsLifted() throws Exception {
        BackfillEngine own = engine();
        BackgroundRun run =
                BackgroundRun.begin(observer(), () -> own.start(countUp, new RunOptions(2, 1000, 50), ACTOR, DEAF));

        assertThat(states(observer().stopAll("disk full", "ann@desk"))).containsExactly(State.STOPPED);
        awaitReason(run, "stopped for all runs by ann@desk since 20");
        RunStatus held = observer().status(run.id());
        assertThat(held.state()).isEqualTo(RunState.RUNNING);
        assertThat(held.reason()).contains(": disk full; lift it with: backfill stop-all --lift --reason TEXT");

        assertThat(states(observer().lift("mended", "bob@desk"))).containsExactly(State.LIFTED);
        observer().tune(run.id(), 1_000_000, null, null, "night", ACTOR);
        RunStatus done = run.end();
        assertThat(done.state()).as("%s", done).isEqualTo(RunState.SUCCEEDED);
        assertRows(done, ROWS, ROWS, 0);
        assertThat(observer().history("change"))
                .filteredOn(e -> List.of("hold", "go-on").contains(e.what()))
                .extracting(RunEvent::what)
                .containsExactly("hold", "go-on");
        assertThat(database.control()
                        .text("SELECT concat(stopped_by, ', ', reason, ', ', lifted_by, ', ', lift_reason)"
                                + " FROM backfill_stop"))
                .isEqualTo("ann@desk, disk full, bob@desk, mended");
    }

    @Test
    void keepsRunsFromBeginningEvenBeforeTheFirst() {
        assertThat(states(observer().lift("nothing", ACTOR))).containsExactly(State.NOT_STOPPED);
        assertThat(states(observer().stopAll("disk full", "ann@desk"))).containsExactly(State.STOPPED);

        assertRefused(() -> start(countUp));
        assertThat(observer().runs().found()).isEmpty();
        assertThat(engine().rehearse(countUp, RunOptions.NONE, true, DEAF)
                        .status()
                        .state())
                .isEqualTo(RunState.SUCCEEDED);

        observer().lift("mended", ACTOR);
        assertRows(succeed(countUp), ROWS, ROWS, 0);
    }

    @Test
    void keepsAPausedRunFromGoingOn() throws Exception {
        BackfillEngine own = engine();
        BackgroundRun run =
                BackgroundRun.begin(observer(), () -> own.start(countUp, new RunOptions(2, 1000, 50), ACTOR, DEAF));
        observer().pause(run.id(), "lunch", ACTOR);
        run.end();
        observer().stopAll("disk full", "ann@desk");

        assertRefused(() -> engine().resume(run.id(), countUp, false, ACTOR, DEAF));

        assertThat(observer().status(run.id()).state()).isEqualTo(RunState.PAUSED);
        assertThat(observer().abort(run.id(), "no", ACTOR).state()).isEqualTo(RunState.ABORTED);
    }

    @Test
    void theFirstOrderStays() {
        observer().stopAll("disk full", "ann@desk");

        List<StopOutcome> again = observer().stopAll("me too", "bob@desk");

        assertThat(states(again)).containsExactly(State.ALREADY_STOPPED);
        assertThat(observer().stops().get("app")).isEqualTo(again.get(0).stop());
        assertThat(again.get(0).stop()).isNotNull().satisfies(stop -> assertThat(stop.by() + ": " + stop.reason())
                .isEqualTo("ann@desk: disk full"));
        assertThat(database.control().number("SELECT count(*) FROM backfill_stop"))
                .isEqualTo(1);
        observer().lift("mended", ACTOR);
        assertThat(observer().stops()).isEmpty();
        assertThat(states(observer().stopAll("once more", "ann@desk"))).containsExactly(State.STOPPED);
    }

    @Test
    void tellsEveryControlDatabase() {
        TestDatabase other = newDatabase();
        table(other);
        BackfillEngine both = engine(Map.of("app", database.open("app"), "logs", other.open("logs")), null);

        assertThat(both.stopAll("disk full", "ann@desk"))
                .extracting(StopOutcome::control)
                .containsExactly("app", "logs");

        assertThat(both.stops()).containsOnlyKeys("app", "logs");
        assertThat(other.control().number("SELECT count(*) FROM backfill_stop WHERE lifted_at IS NULL"))
                .isEqualTo(1);
        assertThat(states(both.lift("mended", ACTOR))).containsExactly(State.LIFTED, State.LIFTED);
    }

    @Test
    void oneThatDoesNotAnswerKeepsNoOtherFromBeingStopped() {
        Database gone = database.missing().open("a-gone-one");
        BackfillEngine both = engine(Map.of("app", database.open("app"), "a-gone-one", gone), null);

        List<StopOutcome> outcomes = both.stopAll("disk full", "ann@desk");

        assertThat(states(outcomes)).containsExactly(State.FAILED, State.STOPPED);
        assertThat(outcomes.get(0).problem()).isNotBlank();
    }
}
