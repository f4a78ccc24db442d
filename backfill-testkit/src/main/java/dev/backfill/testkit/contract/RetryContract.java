package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.Limits;
import dev.backfill.definition.Transform;
import dev.backfill.definition.Transform.Outcome;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that failed in a run are worked on again, those and no others. */
public abstract class RetryContract extends RetryGround {
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
        assertRows(observer().status(first.run()), 1000, 1000 - failed.size(), failed.size());
        assertThat(observer().verify(second.run(), countUp, DEAF).verification().state())
                .isEqualTo(second.verification().state());
        assertThat(observer().verify(first.run(), countUp, DEAF).verification().state())
                .isNotEqualTo(Verification.State.FAILED);
    }

    @Test
    void doesRowWorkToo() {
        Transform careful = transform(
                "c",
                value -> String.valueOf(value).startsWith("c7")
                        ? new Outcome.Rejected("sevens are odd")
                        : new Outcome.Changed(Map.of("c", value + "!")));
        database.create("t", "id int PRIMARY KEY, c text", 300, "n, concat('c', n)");
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
        assertThat(database.number("SELECT count(*) FROM t WHERE c = concat('c', id, '!')"))
                .isEqualTo(300);
        assertThat(letters(first.run(), second.run())).isEqualTo(failed);
    }

    @ParameterizedTest
    @Cases(Cases.Of.KEYS)
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
        Backfill cast = set("t", "n", "n + " + dialect().number("c")).build();
        database.create(
                "t",
                "id int PRIMARY KEY, n int NOT NULL, c text",
                200,
                "n, 0, CASE WHEN n % 10 = 0 THEN 'bad' ELSE '1' END");
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
}
