package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.Check;
import dev.backfill.definition.Limits;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.RunOptions;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.rehearsal.RehearsalReport;
import dev.backfill.run.RunId;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A retry is a run like any other: rehearsed, paused, verified, and refused where it must not be. */
public abstract class RetryRunContract extends RetryGround {
    @Test
    void rehearsesAndWritesNothing() {
        RunStatus first = failing(300, "id % 10 = 0");
        mend();
        List<@Nullable String> before = database.versions("t");
        List<@Nullable String> ledger = database.versions("backfill_dead_letter");

        RehearsalReport report = engine().rehearseRetry(first.run(), countUp, RunOptions.NONE, true, DEAF)
                .orElseThrow();

        assertRows(report.status(), 30, 30, 0);
        assertThat(report.plan().retryOf()).isEqualTo(first.run());
        assertThat(database.versions("t")).isEqualTo(before);
        assertThat(database.versions("backfill_dead_letter")).isEqualTo(ledger);
        assertThat(observer().runs().found()).hasSize(1);
    }

    @Test
    void goesOnAfterAPause() throws Exception {
        RunStatus first = failing(300, "id % 5 = 0");
        mend();
        BackfillEngine own = engine();
        BackgroundRun run = BackgroundRun.begin(
                observer(), () -> own.retry(first.run(), countUp, new RunOptions(1, 20, 2), ACTOR, DEAF)
                        .orElseThrow());
        RunStatus paused = observer().pause(run.id(), "lunch", ACTOR);
        run.end();
        assertThat(paused.state()).isEqualTo(RunState.PAUSED);
        int done = letters(first.run(), run.id()).size();
        assertThat(done).isEqualTo((int) paused.rows().changed()).isBetween(1, 59);
        assertThat(database.number("SELECT count(*) FROM t WHERE n = 1")).isEqualTo(240 + done);
        assertThatThrownBy(() -> retry(first.run(), countUp))
                .isInstanceOfSatisfying(
                        BackfillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TABLE_BUSY));

        observer().tune(run.id(), 1_000_000, null, null, "night", ACTOR);
        RunStatus ended = engine().resume(run.id(), countUp, false, ACTOR, DEAF);

        assertThat(ended.state()).as("%s", ended).isEqualTo(RunState.SUCCEEDED);
        assertRows(ended, 60, 60, 0);
        assertThat(letters(first.run(), run.id())).hasSize(60);
        assertEachOnce(300);
    }

    /** What the ledger says and what is in the table are one. */
    @Test
    void settlesInTheChunksOwnTransaction() {
        RunStatus first = failing(300, "id % 5 = 0");
        mend();
        RunListener looking = signal -> {
            if (signal instanceof RunSignal.ChunkCommitted) {
                assertThat(database.number("SELECT count(*) FROM t WHERE n = 1"))
                        .isEqualTo(240
                                + database.number(
                                        "SELECT count(*) FROM backfill_dead_letter WHERE settled_by IS NOT NULL"));
            }
        };

        RunStatus second = engine().retry(first.run(), countUp, new RunOptions(1, null, 3), ACTOR, looking)
                .orElseThrow();

        assertRows(second, 60, 60, 0);
        assertThat(second.chunks()).isGreaterThanOrEqualTo(20);
    }

    @Test
    void verifiesTheRowsThatItWorkedOn() {
        Backfill fill = set("t", "n", "1").where("n = 0").build();
        RunStatus first = failing(300, "id % 10 = 0", fill);
        mend();
        database.run("INSERT INTO t VALUES (5000, 0, 'needs it too')");

        RunStatus second = retry(first.run(), fill);

        assertThat(second.state()).as("%s", second).isEqualTo(RunState.SUCCEEDED);
        assertThat(database.number("SELECT count(*) FROM t WHERE n = 0")).isOne();
        database.run("UPDATE t SET n = 0 WHERE id = 20");
        assertThat(observer().verify(second.run(), fill, DEAF).verification().state())
                .isEqualTo(Verification.State.FAILED);
    }

    @Test
    void doesNotAnswerForTheWholeTable() {
        Backfill fill = set("t", "n", "1")
                .where("n = 0")
                .checks(List.of(new Check("none left", "SELECT count(*) FROM t WHERE n = 0", "0")))
                .build();
        RunStatus first =
                failing(300, "id % 10 = 0", set("t", "n", "1").where("n = 0").build());
        mend();
        database.run("INSERT INTO t VALUES (5000, 0, 'needs it too')");

        RunStatus second = retry(first.run(), fill);

        assertThat(second.state()).as("%s", second).isEqualTo(RunState.SUCCEEDED);
        assertThat(second.verification().checks())
                .filteredOn(check -> check.name().equals("none left"))
                .extracting(Verification.Result::state)
                .containsExactly(Verification.State.VACUOUS);
    }

    @Test
    void refusesWhileTheOldRunHoldsItsTableAndWhatNamesOtherRows() {
        database.create(
                "t",
                "id int PRIMARY KEY, n int NOT NULL, c varchar(9) NOT NULL, UNIQUE (c)",
                100,
                "n, 0, concat('c', n)");
        database.run("ALTER TABLE t ADD CONSTRAINT bad CHECK (n = 0 OR id < 90)");
        RunStatus paused =
                start(set("t", "n", "n + 1").limits(new Limits(null, 3)).build());
        assertThat(paused.state()).isEqualTo(RunState.PAUSED);

        assertThat(engine().rehearseRetry(paused.run(), countUp, RunOptions.NONE, true, DEAF))
                .isPresent();
        assertRefused(
                paused.run(),
                countUp,
                ErrorCode.RUN_STATE_CONFLICT,
                "is PAUSED and holds table " + database.schema() + ".t");

        observer().abort(paused.run(), "enough", ACTOR);
        assertRefused(
                paused.run(),
                set("t", "n", "n + 1").key(List.of("c")).build(),
                ErrorCode.DEFINITION_CHANGED,
                "known by key id; found key c");
        mend();
        RunStatus second = retry(paused.run(), countUp);
        assertRows(second, 4, 4, 0);
        assertThat(database.number("SELECT count(*) FROM t WHERE n = 1")).isEqualTo(93);
    }

    private void assertRefused(RunId run, Backfill backfill, ErrorCode code, String message) {
        int runs = observer().runs().found().size();
        assertThatThrownBy(() -> retry(run, backfill))
                .isInstanceOfSatisfying(
                        BackfillException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
        assertThat(observer().runs().found()).hasSize(runs);
    }

    /** The keys of other runs are of other tables, and need not even be of the key's type. */
    @Test
    void isIndifferentToDeadLettersOfOtherRuns() {
        RunStatus first = failing(100, "id = 5");
        mend();
        database.run(
                "INSERT INTO backfill_dead_letter (run_id, row_key, partition_no, error)"
                        + " VALUES ('other-1', '[\"6\"]', 1, 'x'), ('other-1', '[\"no number\"]', 1, 'x'), ('other-2', '[]', 1, 'x')");

        assertRows(retry(first.run(), countUp), 1, 1, 0);

        assertEachOnce(100);
        assertThat(database.number("SELECT count(*) FROM backfill_dead_letter WHERE settled_by IS NOT NULL"))
                .isOne();
    }

    /** A run of an older version left dead letters that nobody could settle. */
    @Test
    void retriesARunOfAnOlderVersion() {
        RunStatus first = failing(100, "id = 5");
        mend();
        database.run(
                "ALTER TABLE backfill_dead_letter DROP COLUMN settled_by",
                "ALTER TABLE backfill_dead_letter DROP COLUMN origin");

        assertThat(open(first.run())).containsExactly("5");
        database.run(
                "ALTER TABLE backfill_dead_letter DROP COLUMN settled_by",
                "ALTER TABLE backfill_dead_letter DROP COLUMN origin");

        assertRows(retry(first.run(), countUp), 1, 1, 0);
        assertEachOnce(100);
    }
}
