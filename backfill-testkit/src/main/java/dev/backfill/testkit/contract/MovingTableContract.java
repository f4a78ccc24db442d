package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.Backfill;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Tables do not hold still, and not all of them have rows. */
public abstract class MovingTableContract extends EngineContract {
    private static final RunOptions SMALL_CHUNKS = new RunOptions(1, null, 50);

    private void table(int rows) {
        database.create("t", "id int PRIMARY KEY, n int NOT NULL, c text", rows, "n * 10, 0, 'c'");
    }

    /** Runs the statements once, right behind the third chunk. */
    private RunStatus runAnd(Backfill backfill, String... statements) {
        AtomicBoolean done = new AtomicBoolean();
        int[] chunks = {0};
        RunListener meddler = signal -> {
            if (signal instanceof RunSignal.ChunkCommitted && ++chunks[0] == 3 && !done.getAndSet(true)) {
                database.run(statements);
            }
        };
        RunStatus status = engine().start(backfill, SMALL_CHUNKS, ACTOR, meddler);
        assertThat(done).isTrue();
        return status;
    }

    @Test
    void sweepsUpRowsThatAppearBelowAndAbove() {
        table(400);

        RunStatus status = runAnd(
                set("t", "c", "'done'").where(dialect().differs("c", "'done'")).build(),
                "INSERT INTO t VALUES (-5, 0, 'new'), (15, 0, 'new'), (3995, 0, 'new'), (9999, 0, 'new'), (10001, 0, 'new')");

        assertThat(status.state()).as("%s", status).isEqualTo(RunState.SUCCEEDED);
        assertThat(database.number("SELECT count(*) FROM t WHERE c = 'done'")).isEqualTo(405);
        assertThat(status.rows().changed()).isEqualTo(405);
    }

    @Test
    void leavesRowsAloneThatAppearWhereTwiceIsNotOnce() {
        table(400);

        RunStatus status = runAnd(
                set("t", "n", "n + 1").build(),
                "INSERT INTO t VALUES (-5, 0, 'new'), (15, 0, 'new'), (9999, 0, 'new')");

        assertThat(status.state()).as("%s", status).isEqualTo(RunState.SUCCEEDED);
        assertThat(database.number("SELECT count(*) FROM t WHERE n = 1 AND c = 'c'"))
                .isEqualTo(400);
        assertThat(database.number("SELECT count(*) FROM t WHERE n = 0 AND c = 'new'"))
                .isEqualTo(3);
    }

    /** A row that was fine when its chunk was done, and one that is new, on which the expression fails. */
    @Test
    void aSweepSetsAsideWhatCannotBeComputed() {
        table(400);
        database.run("UPDATE t SET c = id");

        RunStatus status = runAnd(
                set("t", "n", dialect().number("c")).build(),
                "UPDATE t SET c = 'x' WHERE id = 20",
                "INSERT INTO t VALUES (15, 0, '15'), (9999, 0, 'x'), (10001, 0, '10001')");

        assertThat(status.state()).as("%s", status).isEqualTo(RunState.SUCCEEDED);
        assertThat(deadKeys(status)).containsExactly("20", "9999");
        assertThat(database.number("SELECT count(*) FROM t WHERE concat(n, '') = c"))
                .isEqualTo(401);
        assertThat(database.list("SELECT id FROM t WHERE concat(n, '') <> c ORDER BY id"))
                .containsExactly("20", "9999");
    }

    @Test
    void doesWithoutRowsThatDisappear() {
        table(400);

        RunStatus status =
                runAnd(set("t", "n", "n + 1").build(), "DELETE FROM t WHERE id IN (10, 2000, 4000) OR id > 3500");

        assertThat(status.state()).as("%s", status).isEqualTo(RunState.SUCCEEDED);
        assertThat(database.number("SELECT count(*) FROM t WHERE n <> 1")).isZero();
    }

    @Test
    void survivesATableThatIsEmptiedMeanwhile() {
        table(400);

        RunStatus status = runAnd(set("t", "n", "n + 1").build(), dialect().truncate("t"));

        assertThat(status.state()).as("%s", status).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void doesARowOnceWhoseKeyStaysAndWhoseOtherColumnsMove() {
        table(400);

        RunStatus status = runAnd(set("t", "n", "n + 1").build(), "UPDATE t SET c = 'moved', n = n + 100");

        assertThat(status.state()).as("%s", status).isEqualTo(RunState.SUCCEEDED);
        assertThat(database.number("SELECT count(*) FROM t WHERE n = 101")).isEqualTo(400);
    }

    @Test
    void anEmptyTableIsDone() {
        table(0);

        RunStatus status = start(set("t", "n", "n + 1").build());

        assertThat(status.state()).as("%s", status).isEqualTo(RunState.SUCCEEDED);
        assertRows(status, 0, 0, 0);
        assertThat(status.verification().state()).isEqualTo(Verification.State.VACUOUS);
        assertThat(status.progress()).isEqualTo(1);
    }

    @Test
    void oneRowIsDoneOnce() {
        table(1);

        assertRows(succeed(set("t", "n", "n + 1").build()), 1, 1, 0);

        assertThat(database.number("SELECT n FROM t")).isOne();
    }

    @Test
    void aTableInWhichNothingIsLeftToDoIsScannedAndUnchanged() {
        table(200);

        assertRows(succeed(set("t", "n", "n + 1").where("c = 'nobody'").build()), 200, 0, 0);

        assertThat(database.number("SELECT sum(n) FROM t")).isZero();
    }
}
