package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.Limits;
import dev.backfill.engine.RunOptions;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.ledger.DeadLetter;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a run that paused for its dead letters says about going on is true. */
public abstract class DeadLetterLimitContract extends EngineContract {
    private static final int ROWS = 1000;

    private RunStatus paused;

    private static Backfill atMost(int deadLetters) {
        return set("t", "n", "n + 1").limits(new Limits(null, deadLetters)).build();
    }

    @BeforeEach
    void pauseAtTheFourth() {
        database.create("t", "id int PRIMARY KEY, n int NOT NULL", ROWS, "n, 0");
        database.run("ALTER TABLE t ADD CONSTRAINT bad CHECK (n = 0 OR id NOT BETWEEN 500 AND 503)");
        paused = start(atMost(3));
        assertThat(paused.state()).as("%s", paused).isEqualTo(RunState.PAUSED);
        assertThat(paused.reason())
                .endsWith(
                        ". To go on without them raise the limit in the definition and resume; rows that are mended still"
                                + " count, and are done once the run has ended: backfill dead-letters retry change-1");
    }

    private RunStatus resume(int deadLetters) {
        return engine().resume(paused.run(), atMost(deadLetters), false, ACTOR, DEAF);
    }

    private RunStatus retry() {
        return engine().retry(paused.run(), atMost(0), RunOptions.NONE, ACTOR, DEAF)
                .orElseThrow();
    }

    private void mend() {
        database.run("ALTER TABLE t DROP CONSTRAINT bad");
    }

    private void assertEachOnce() {
        assertThat(database.list("SELECT concat(n, ' times: ', count(*)) FROM t GROUP BY n"))
                .containsExactly("1 times: " + ROWS);
        assertThat(observer().deadLetters(paused.run(), 10))
                .hasSize(4)
                .extracting(DeadLetter::settledBy)
                .doesNotContainNull();
    }

    @Test
    void mendedRowsStillCountAndCannotBeRetriedBeforeTheRunHasEnded() {
        mend();
        assertThatThrownBy(this::retry).isInstanceOfSatisfying(BackfillException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.RUN_STATE_CONFLICT));

        RunStatus again = resume(3);

        assertThat(again.state()).as("%s", again).isEqualTo(RunState.PAUSED);
        assertThat(again.reason()).isEqualTo(paused.reason());
        assertThat(again.chunks()).isEqualTo(paused.chunks() + 1);
        assertThat(again.rows().dead()).isEqualTo(4);
    }

    @Test
    void goesOnWithAHigherLimitAndTheRestIsDoneByARetry() {
        mend();
        RunStatus done = resume(4);
        assertThat(done.state()).as("%s", done).isEqualTo(RunState.SUCCEEDED);
        assertRows(done, ROWS, ROWS - 4, 4);

        assertRows(retry(), 4, 4, 0);
        assertEachOnce();
    }

    @Test
    void anAbortEndsItToo() {
        mend();
        observer().abort(paused.run(), "mended", ACTOR);

        assertRows(retry(), 4, 4, 0);

        assertThat(database.number("SELECT count(*) FROM t WHERE n = 1"))
                .isEqualTo(paused.rows().changed() + 4);
        assertThat(database.number("SELECT count(*) FROM t WHERE n > 1")).isZero();
    }
}
