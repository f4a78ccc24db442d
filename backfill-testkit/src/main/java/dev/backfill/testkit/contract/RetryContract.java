package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.Check;
import dev.backfill.definition.Limits;
import dev.backfill.definition.Transform;
import dev.backfill.definition.Transform.Outcome;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.RunOptions;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.ledger.DeadLetter;
import dev.backfill.rehearsal.RehearsalReport;
import dev.backfill.run.RunId;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows that failed in a run are worked on again, those and no others. The change is never one that may be applied twice,
 * so that a row too many shows.
 */
public abstract class RetryContract extends EngineContract {
    private final Backfill countUp = set("t", "n", "n + 1").build();

    /** Rows of which those with the condition fail until {@link #mend}. */
    private RunStatus failing(int rows, String bad) {
        return failing(rows, bad, countUp);
    }

    private RunStatus failing(int rows, String bad, Backfill backfill) {
        database.run(
                "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL, c text)",
                "INSERT INTO t SELECT n, 0, 'c' || n FROM generate_series(1, " + rows + ") AS n",
                "ALTER TABLE t ADD CONSTRAINT bad CHECK (n = 0 OR NOT (" + bad + "))");
        RunStatus status = succeed(backfill);
        assertThat(status.rows().dead()).isEqualTo(database.number("SELECT count(*) FROM t WHERE n = 0"));
        return status;
    }

    private void mend() {
        database.run("ALTER TABLE t DROP CONSTRAINT bad");
    }

    private RunStatus retry(RunId of, Backfill backfill) {
        return engine().retry(of, backfill, RunOptions.NONE, ACTOR, DEAF).orElseThrow();
    }

    private List<String> open(RunId run) {
        return letters(run, null);
    }

    /** Keys of dead letters that the run settled; the open ones if it is null. */
    private List<String> letters(RunId run, @Nullable RunId settledBy) {
        return engine().deadLetters(run, 10_000).stream()
                .filter(letter -> Objects.equals(letter.settledBy(), settledBy))
                .map(DeadLetter::key)
                .map(key -> String.join(",", key.parts()))
                .sorted()
                .toList();
    }

    private void assertEachOnce(int rows) {
        assertThat(database.list("SELECT n || ' times: ' || count(*) FROM t GROUP BY n"))
                .containsExactly("1 times: " + rows);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id = 1", "id = 1000", "id IN (1, 1000)", "id % 13 = 0", "id BETWEEN 400 AND 480"})
    void worksOnTheRowsThatFailedAndNoOthers(String bad) {
        RunStatus first = failing(1000, bad);
        List<String> failed = open(first.run());
        mend();
        database.run("INSERT INTO t VALUES (0, 1, 'new'), (5000, 1, 'new')");

        RunStatus second = retry(first.run(), countUp);

        assertThat(second.state()).as("%s", second).isEqualTo(RunState.SUCCEEDED);
        assertThat(second.run()).isNotEqualTo(first.run());
        assertRows(second, failed.size(), failed.size(), 0);
        assertEachOnce(1002);
        assertThat(open(first.run())).isEmpty();
        assertThat(letters(first.run(), second.run())).isEqualTo(failed);
        assertRows(engine().status(first.run()), 1000, 1000 - failed.size(), failed.size());
        assertThat(engine().verify(second.run(), countUp, DEAF).verification().state())
                .isEqualTo(second.verification().state());
        assertThat(engine().verify(first.run(), countUp, DEAF).verification().state())
                .isNotEqualTo(Verification.State.FAILED);
    }

    @Test
    void doesRowWorkToo() {
        Transform careful = transform(
                "c",
                value -> String.valueOf(value).startsWith("c7")
                        ? new Outcome.Rejected("sevens are odd")
                        : new Outcome.Changed(Map.of("c", value + "!")));
        database.run(
                "CREATE TABLE t (id int PRIMARY KEY, c text)",
                "INSERT INTO t SELECT n, 'c' || n FROM generate_series(1, 300) AS n");
        RunStatus first = succeed(rows("t", careful).build());
        List<String> failed = open(first.run());
        assertThat(failed).hasSize(11);

        RunStatus again = retry(first.run(), rows("t", careful).build());
        assertRows(again, 11, 0, 11);
        assertThat(open(first.run())).isEqualTo(failed);

        Backfill lenient = rows("t", transform("c", value -> new Outcome.Changed(Map.of("c", value + "!"))))
                .build();
        RunStatus second = retry(first.run(), lenient);

        assertRows(second, 11, 11, 0);
        assertThat(second.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(database.number("SELECT count(*) FROM t WHERE c = 'c' || id || '!'"))
                .isEqualTo(300);
        assertThat(letters(first.run(), second.run())).isEqualTo(failed);
    }

    @ParameterizedTest
    @MethodSource("dev.backfill.testkit.contract.KeyCase#all")
    void findsRowsByAnyKey(KeyCase keys) {
        keys.create(database, 400);
        database.run("ALTER TABLE t ADD CONSTRAINT bad CHECK (n < 1000 OR n % 9 <> 4)");
        Backfill backfill = set("t", "n", "n + 1000").build();
        RunStatus first = succeed(backfill);
        assertThat(first.rows().dead()).isEqualTo(45);
        mend();

        RunStatus second = retry(first.run(), backfill);

        assertRows(second, 45, 45, 0);
        assertThat(second.state()).as("%s", second).isEqualTo(RunState.SUCCEEDED);
        assertThat(database.number("SELECT count(DISTINCT n) FROM t WHERE n BETWEEN 1001 AND 1400"))
                .isEqualTo(400);
        assertThat(open(first.run())).isEmpty();
    }

    /** A statement that fails on rows that are not meant must not blame one that is. */
    @Test
    void isNotDisturbedByRowsThatAreNotMeant() {
        Backfill cast = set("t", "n", "n + c::int").build();
        database.run(
                "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL, c text)",
                "INSERT INTO t SELECT n, 0, CASE WHEN n % 10 = 0 THEN 'bad' ELSE '1' END FROM generate_series(1, 200) AS n");
        RunStatus first = succeed(cast);
        assertThat(open(first.run())).hasSize(20);
        database.run("UPDATE t SET c = CASE WHEN id % 10 = 0 THEN '1' ELSE 'bad' END");

        assertRows(retry(first.run(), cast), 20, 20, 0);

        assertEachOnce(200);
    }

    @Test
    void whatFailsAgainStaysOpenAndIsDoneOnceHoweverItIsRetried() {
        RunStatus first = failing(300, "id % 10 = 0");
        database.run("ALTER TABLE t DROP CONSTRAINT bad", "ALTER TABLE t ADD CONSTRAINT bad CHECK (n = 0 OR id <> 70)");

        RunStatus second = retry(first.run(), countUp);

        assertRows(second, 30, 29, 1);
        assertThat(second.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(open(second.run())).containsExactly("70");
        assertThat(open(first.run())).containsExactly("70");
        assertThat(letters(first.run(), second.run())).hasSize(29).doesNotContain("70");

        RunStatus third = retry(second.run(), countUp);
        assertRows(third, 1, 0, 1);
        assertThat(open(third.run())).containsExactly("70");
        mend();

        RunStatus fourth = retry(second.run(), countUp);

        assertRows(fourth, 1, 1, 0);
        for (RunStatus each : List.of(first, second, third)) {
            assertThat(letters(each.run(), fourth.run())).containsExactly("70");
            assertThat(engine().retry(each.run(), countUp, RunOptions.NONE, ACTOR, DEAF))
                    .isEmpty();
        }
        assertEachOnce(300);
    }

    @Test
    void toleratesThatAllOfThemFailAgain() {
        RunStatus first = failing(300, "id <= 99");

        RunStatus second = retry(
                first.run(), set("t", "n", "n + 1").limits(new Limits(null, 3)).build());

        assertThat(second.state()).as("%s", second).isEqualTo(RunState.SUCCEEDED);
        assertRows(second, 99, 0, 99);
    }

    @Test
    void settlesRowsThatAreGoneOrRightMeanwhile() {
        Backfill fill = set("t", "n", "1").build();
        RunStatus first = failing(300, "id IN (1, 50, 100, 300)", fill);
        mend();
        database.run("DELETE FROM t WHERE id IN (1, 300)", "UPDATE t SET n = 1 WHERE id = 50");

        RunStatus second = retry(first.run(), fill);

        assertRows(second, 2, 1, 0);
        assertThat(second.state()).as("%s", second).isEqualTo(RunState.SUCCEEDED);
        assertThat(letters(first.run(), second.run())).containsExactly("1", "100", "300", "50");
        assertEachOnce(298);
    }

    @Test
    void settlesRowsThatAreAllGone() {
        RunStatus first = failing(100, "id IN (7, 8)");
        database.run("DELETE FROM t WHERE id IN (7, 8)");

        RunStatus second = retry(first.run(), countUp);

        assertRows(second, 0, 0, 0);
        assertThat(second.state()).as("%s", second).isEqualTo(RunState.SUCCEEDED);
        assertThat(letters(first.run(), second.run())).containsExactly("7", "8");
    }

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
        assertThat(engine().runs().found()).hasSize(1);
    }

    @Test
    void goesOnAfterAPause() throws Exception {
        RunStatus first = failing(300, "id % 5 = 0");
        mend();
        BackfillEngine own = engine();
        BackgroundRun run = BackgroundRun.begin(
                engine(), () -> own.retry(first.run(), countUp, new RunOptions(1, 20, 2), ACTOR, DEAF)
                        .orElseThrow());
        RunStatus paused = engine().pause(run.id(), "lunch", ACTOR);
        run.end();
        assertThat(paused.state()).isEqualTo(RunState.PAUSED);
        int done = letters(first.run(), run.id()).size();
        assertThat(done).isEqualTo((int) paused.rows().changed()).isBetween(1, 59);
        assertThat(database.number("SELECT count(*) FROM t WHERE n = 1")).isEqualTo(240 + done);
        assertThatThrownBy(() -> retry(first.run(), countUp))
                .isInstanceOfSatisfying(
                        BackfillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TABLE_BUSY));

        engine().tune(run.id(), 1_000_000, null, null, "night", ACTOR);
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
        assertThat(engine().verify(second.run(), fill, DEAF).verification().state())
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
        database.run(
                "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL, c text)",
                "INSERT INTO t SELECT n, 0, 'c' || n FROM generate_series(1, 100) AS n",
                "ALTER TABLE t ADD CONSTRAINT bad CHECK (n = 0 OR id < 90)",
                "CREATE UNIQUE INDEX ON t (c)",
                "ALTER TABLE t ALTER c SET NOT NULL");
        RunStatus paused =
                start(set("t", "n", "n + 1").limits(new Limits(null, 3)).build());
        assertThat(paused.state()).isEqualTo(RunState.PAUSED);

        assertThat(engine().rehearseRetry(paused.run(), countUp, RunOptions.NONE, true, DEAF))
                .isPresent();
        assertRefused(paused.run(), countUp, ErrorCode.RUN_STATE_CONFLICT, "is PAUSED and holds table public.t");

        engine().abort(paused.run(), "enough", ACTOR);
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
        int runs = engine().runs().found().size();
        assertThatThrownBy(() -> retry(run, backfill))
                .isInstanceOfSatisfying(
                        BackfillException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
        assertThat(engine().runs().found()).hasSize(runs);
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
        database.run("ALTER TABLE backfill_dead_letter DROP settled_by, DROP origin");

        assertThat(open(first.run())).containsExactly("5");
        database.run("ALTER TABLE backfill_dead_letter DROP settled_by, DROP origin");

        assertRows(retry(first.run(), countUp), 1, 1, 0);
        assertEachOnce(100);
    }
}
