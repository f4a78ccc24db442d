package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.Check;
import dev.backfill.definition.Transform.Outcome;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import dev.backfill.run.Verification.Result;
import dev.backfill.run.Verification.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run is done when its rows were looked at, and a row that is wrong is named. */
public abstract class VerificationContract extends EngineContract {
    @BeforeEach
    void table() {
        database.create("t", "id int PRIMARY KEY, a text NOT NULL, b text", 500, "n, concat('a', n), NULL");
    }

    private Verification verifyAfter(Backfill backfill, String tampering) {
        RunStatus done = succeed(backfill);
        assertThat(done.verification().state()).isEqualTo(State.PASSED);
        database.run(tampering);
        return observer().verify(done.run(), backfill, DEAF).verification();
    }

    private static void assertNames(Verification verification, String... keys) {
        assertThat(verification.state()).isEqualTo(State.FAILED);
        assertThat(verification.checks().stream()
                        .filter(c -> c.state() == State.FAILED)
                        .toList())
                .isNotEmpty()
                .anySatisfy(check -> assertThat(check.keys()).contains(keys));
    }

    @Test
    void seesRowsThatAreNotWhatTheExpressionGives() {
        Backfill upper = set("t", "b", "upper(a)").build();
        assertNames(verifyAfter(upper, "UPDATE t SET b = 'x' WHERE id IN (7, 499)"), "[\"7\"]", "[\"499\"]");
    }

    @Test
    void seesRowsThatWhereStillSelects() {
        Backfill filling = set("t", "b", "upper(a)").where("b IS NULL").build();
        assertNames(verifyAfter(filling, "UPDATE t SET b = NULL WHERE id = 250"), "[\"250\"]");
    }

    @Test
    void seesRowsThatTheTransformWouldChange() {
        Columns upper = new Columns(
                List.of("a"),
                List.of("b"),
                row -> new Outcome.Changed(
                        Map.of("b", String.valueOf(row.text("a")).toUpperCase(Locale.ROOT))));
        assertNames(verifyAfter(rows("t", upper).build(), "UPDATE t SET b = 'x' WHERE id = 3"), "[\"3\"]");
    }

    @Test
    void seesRowsThatTheTransformWouldChangeAlthoughWhereLeavesThemOut() {
        Columns upper = new Columns(
                List.of("a"),
                List.of("b"),
                row -> new Outcome.Changed(
                        Map.of("b", String.valueOf(row.text("a")).toUpperCase(Locale.ROOT))));
        database.run("UPDATE t SET b = 'kept' WHERE id IN (1, 400)");
        Verification verification =
                verifyAfter(rows("t", upper).where("b IS NULL").build(), "UPDATE t SET b = 'x' WHERE id IN (3, 499)");
        assertNames(verification, "[\"1\"]", "[\"3\"]", "[\"400\"]", "[\"499\"]");
        assertThat(verification.checks())
                .filteredOn(check -> check.name().equals("transform"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.expected()).isEqualTo("at most 2 rows the run left alone");
                    assertThat(check.actual()).isEqualTo("4");
                });
    }

    @Test
    void staysPassedWhereNothingHappened() {
        Backfill upper = set("t", "b", "upper(a)").build();
        assertThat(verifyAfter(upper, "SELECT 1").state()).isEqualTo(State.PASSED);
    }

    @Test
    void countsWhatTheLedgerSaysAgainstTheTable() {
        Backfill upper = set("t", "b", "upper(a)").build();
        RunStatus done = succeed(upper);
        assertThat(done.verification().state()).isEqualTo(State.PASSED);
        database.run("DELETE FROM backfill_chunk WHERE chunk_no = "
                + database.number("SELECT max(chunk_no) FROM backfill_chunk") / 2);
        assertThat(observer().verify(done.run(), upper, DEAF).verification().state())
                .isEqualTo(State.FAILED);
    }

    @Test
    void asksTheAuthorsOwnQuestions() {
        Backfill asking = set("t", "b", "upper(a)")
                .checks(List.of(
                        new Check("all", "SELECT count(*) FROM t WHERE b IS NOT NULL", "500"),
                        new Check("none", "SELECT count(*) FROM t WHERE b IS NULL", "0")))
                .build();
        RunStatus done = succeed(asking);
        assertThat(done.verification().checks())
                .extracting(Result::name, Result::state)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("all", State.PASSED),
                        org.assertj.core.groups.Tuple.tuple("none", State.PASSED));
    }

    @Test
    void failsTheRunWhereTheAuthorsAnswerIsAnother() {
        Backfill asking = set("t", "b", "upper(a)")
                .checks(List.of(new Check("absurd", "SELECT count(*) FROM t", "0")))
                .build();

        RunStatus status = start(asking);

        assertThat(status.state()).isEqualTo(RunState.FAILED);
        assertThat(status.reason()).contains("absurd", "expected 0", "found 500");
        assertThat(status.rows().changed()).isEqualTo(500);
    }

    @Test
    void aQueryThatCannotBeAskedIsFoundBeforeAnyRowIsChanged() {
        for (String query : List.of(
                "SELECT count(*) FROM nowhere",
                "SELECT count(nope) FROM t",
                "SELECT no_such_function(1)",
                "SELECT id, a FROM t")) {
            assertThat(findings(query))
                    .as(query)
                    .filteredOn(f -> f.code().equals("check-unreadable"))
                    .singleElement()
                    .satisfies(f -> {
                        assertThat(f.severity()).isEqualTo(Severity.ERROR);
                        assertThat(f.saw()).contains("\"own\"");
                    });
        }
        assertThat(findings("SELECT count(nope) FROM t").toString()).contains("nope");
        assertThat(database.number("SELECT count(*) FROM t")).isEqualTo(500);
    }

    @Test
    void aQueryThatCanBeAskedIsNotRunBeforehand() {
        String slow =
                "SELECT count(*) FROM t t1, t t2, t t3, t t4, t t5 WHERE t1.id + t2.id + t3.id + t4.id + t5.id = 1";
        for (String query : List.of(slow, "SELECT min(a) FROM t", "WITH x AS (SELECT 1 AS n) SELECT n FROM x")) {
            assertThat(findings(query)).as(query).noneMatch(f -> f.code().startsWith("check-"));
        }
    }

    private List<Finding> findings(String query) {
        Backfill asking = set("t", "b", "upper(a)")
                .checks(List.of(new Check("own", query, "0")))
                .build();
        return observer().check(asking);
    }

    @Test
    void anOldVerificationIsForgottenWhenTheRunGoesOn() {
        Backfill asking = set("t", "b", "upper(a)")
                .checks(List.of(new Check("mended", "SELECT count(*) FROM mended", "1")))
                .build();
        database.run("CREATE TABLE mended (id int)");
        RunStatus failed = start(asking);
        assertThat(failed.verification().state()).isEqualTo(State.FAILED);
        database.run("INSERT INTO mended VALUES (1)");
        List<State> whileRunning = new ArrayList<>();
        BackfillEngine observer = observer();

        RunStatus done = engine().resume(failed.run(), asking, false, ACTOR, signal -> {
            if (signal instanceof RunSignal.StateChanged changed && changed.state() == RunState.RUNNING) {
                whileRunning.add(observer.status(failed.run()).verification().state());
            }
        });

        assertThat(whileRunning).containsExactly(State.PENDING);
        assertThat(done.state()).as("%s", done).isEqualTo(RunState.SUCCEEDED);
        assertThat(done.verification().state()).isEqualTo(State.PASSED);
    }

    @Test
    void anUnansweredQuestionFailsToo() {
        Backfill asking = set("t", "b", "upper(a)")
                .checks(List.of(new Check("broken", "SELECT 1 / (SELECT 0)", "1")))
                .build();

        assertThat(start(asking).state()).isEqualTo(RunState.FAILED);
    }
}
