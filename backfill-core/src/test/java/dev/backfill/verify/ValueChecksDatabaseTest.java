package dev.backfill.verify;

import static dev.backfill.preflight.Fixture.fill;
import static dev.backfill.preflight.Fixture.set;
import static dev.backfill.preflight.Fixture.sql;
import static dev.backfill.preflight.Fixture.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.definition.Transform.Outcome;
import dev.backfill.definition.Work;
import dev.backfill.preflight.Fixture;
import dev.backfill.preflight.Transforms;
import dev.backfill.run.Verification.Result;
import dev.backfill.run.Verification.State;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Values compared with what the expressions or the transform answer now. */
class ValueChecksDatabaseTest extends VerifierSuite {
    @Test
    void withoutWhereEveryRowIsComparedWithItsExpressions() {
        MiniRun run = run(fill().where(null));
        assertResult(run.check("differing"), State.PASSED, "0", "0");
        sql("UPDATE users SET first_name = 'wrong' WHERE id = 3000");
        Result differing = run.check("differing");
        assertResult(differing, State.FAILED, "0", "1");
        assertThat(differing.keys()).containsExactly("[\"3000\"]");
    }

    @Test
    void withWhereNoMoreRowsMayDifferThanWereLeftAlone() {
        sql("UPDATE users SET first_name = 'kept' WHERE id <= 5");
        MiniRun run = run(fill());
        assertResult(run.check("differing"), State.PASSED, "at most 5 rows the run left alone", "5");
        sql("UPDATE users SET first_name = 'wrong' WHERE id = 6");
        assertResult(run.check("differing"), State.FAILED, "at most 5 rows the run left alone", "6");
    }

    @Test
    void expressionsThatFailOnDeadLettersStillCompareTheOthers() {
        sql("ALTER TABLE users ADD code text", "UPDATE users SET code = id::text");
        MiniRun run = run(set(Map.of("org", "code::int"))).bury("1234");
        sql("UPDATE users SET code = 'x' WHERE id = 1234");
        assertResult(run.check("differing"), State.PASSED, "at most 1, all of them dead letters", "1");
        sql("UPDATE users SET code = 'y' WHERE id = 1235");
        Result other = run.check("differing");
        assertResult(other, State.FAILED, "at most 1, all of them dead letters", "2");
        assertThat(other.keys()).containsExactly("[\"1235\"]");
        assertThat(other.detail()).contains("expressions fail");
    }

    @Test
    void expressionsThatFailWhereTheRunLeftRowsAloneProveNothing() {
        sql("ALTER TABLE users ADD code text", "UPDATE users SET code = CASE WHEN id % 2 = 0 THEN '5' ELSE 'x' END");
        MiniRun run = run(set(Map.of("org", "code::int")).where("org = 1 AND id % 2 = 0"));
        assertThat(run.check("differing").state()).isEqualTo(State.VACUOUS);
        assertThat(run.verify().state()).isEqualTo(State.PASSED);
    }

    @Test
    void whatCannotBeComparedSaysSoAndLeavesTheLedger() {
        MiniRun counter = run(set(Map.of("visits", "visits + 1")));
        assertThat(counter.check("differing").state()).isEqualTo(State.VACUOUS);
        assertThat(counter.check("differing").detail()).contains("ledger");
        assertThat(counter.check("ledger").state()).isEqualTo(State.PASSED);
        assertThat(counter.verify().state()).isEqualTo(State.PASSED);
        Fixture.users(3000);
        MiniRun ownColumn =
                run(set(Map.of("visits", "visits + 100", "org", "2")).where("org = 1"));
        assertThat(ownColumn.plan.idempotent()).isTrue();
        assertThat(ownColumn.check("differing").state()).isEqualTo(State.VACUOUS);
        assertThat(ownColumn.check("remaining").state()).isEqualTo(State.PASSED);
        Fixture.users(3000);
        MiniRun now = run(set(Map.of("first_name", "clock_timestamp()::text")).where("first_name IS NULL"));
        assertThat(now.check("differing").state()).isEqualTo(State.VACUOUS);
        assertThat(now.verify().state()).isEqualTo(State.PASSED);
    }

    @Test
    void transformsAreAppliedAgain() {
        Work.Rows rows = Transforms.of(
                "full_name",
                "first_name",
                row -> new Outcome.Changed(Map.of("first_name", "x" + row.text("full_name"))));
        MiniRun run = run(work(rows));
        Result passed = run.check("transform");
        assertResult(passed, State.PASSED, "0", "0");
        assertThat(passed.detail()).contains("3,000 rows", "all");
        sql("UPDATE users SET full_name = 'Other Name' WHERE id = 2500");
        Result failed = run.check("transform");
        assertResult(failed, State.FAILED, "0", "1");
        assertThat(failed.keys()).containsExactly("[\"2500\"]");
        assertThat(Fixture.one("SELECT first_name FROM users WHERE id = 2500")).isEqualTo("xFirst2500 Last");
    }

    @Test
    void largeTablesAreTransformedAgainInPart() {
        Work.Rows rows = Transforms.of("id", "first_name", row -> new Outcome.Changed(Map.of("first_name", "x")));
        MiniRun run = run(work(rows));
        Scope scope = new Scope(
                run.plan,
                database,
                database.target(database.describe(run.plan.backfill().table()), run.plan.backfill()),
                Tally.of(List.of(), List.of(), n -> List.of()),
                java.util.Set.of());
        sql("UPDATE users SET first_name = 'wrong' WHERE id IN (50, 51, 2000)");
        Result part = new TransformCheck(1000, 100).run(scope).get(0);
        assertResult(part, State.FAILED, "0", "2");
        assertThat(part.detail()).contains("100 rows", "first 100 of each partition");
    }

    @Test
    void transformsThatRejectOrNeverSettle() {
        Work.Rows rejecting = Transforms.of(
                "id",
                "first_name",
                row -> Objects.equals(row.get("id"), 7L)
                        ? new Outcome.Rejected("no")
                        : new Outcome.Changed(Map.of("first_name", "x")));
        assertThat(run(work(rejecting)).verify().state()).isEqualTo(State.PASSED);
        assertResult(
                run(work(rejecting).where("first_name IS NULL")).check("remaining"),
                State.PASSED,
                "at most 1, all of them dead letters",
                "1");
        Work.Rows counting = Transforms.of(
                "visits",
                "visits",
                row -> new Outcome.Changed(Map.of("visits", (Integer) Objects.requireNonNull(row.get("visits")) + 1)));
        assertThat(run(work(counting)).check("transform").state()).isEqualTo(State.VACUOUS);
    }

    /** The transform of a row whose {@code where} is false once it is done. */
    private static Work.Rows prefixed() {
        return Transforms.of(
                "full_name",
                "first_name",
                row -> new Outcome.Changed(Map.of("first_name", "x" + row.text("full_name"))));
    }

    @Test
    void transformsAreAppliedAgainToRowsThatWhereNoLongerSelects() {
        MiniRun run = run(work(prefixed()).where("first_name IS NULL"));
        Result passed = run.check("transform");
        assertResult(passed, State.PASSED, "0", "0");
        assertThat(passed.detail()).contains("3,000 rows", "all");
        sql("UPDATE users SET first_name = 'wrong' WHERE id IN (6, 2500)");
        Result failed = run.check("transform");
        assertResult(failed, State.FAILED, "0", "2");
        assertThat(failed.keys()).containsExactly("[\"6\"]", "[\"2500\"]");
        assertThat(Fixture.one("SELECT first_name FROM users WHERE id = 6")).isEqualTo("wrong");
    }

    @Test
    void noMoreRowsMayBeTransformedAgainThanWereLeftAlone() {
        sql("UPDATE users SET first_name = 'kept' WHERE id <= 5");
        MiniRun run = run(work(prefixed()).where("first_name IS NULL"));
        assertResult(run.check("transform"), State.PASSED, "at most 5 rows the run left alone", "5");
        sql("INSERT INTO users VALUES (-1, 'a b', 'new', 0, 1)");
        assertResult(run.check("transform"), State.PASSED, "at most 6 rows the run left alone", "6");
        sql("UPDATE users SET first_name = 'wrong' WHERE id = 6");
        Result failed = run.check("transform");
        assertResult(failed, State.FAILED, "at most 6 rows the run left alone", "7");
        assertThat(failed.detail()).contains("more rows differ than were left alone");
    }

    @Test
    void rowsLeftAloneThatTheDatabaseWouldRefuseAreToleratedToo() {
        sql("UPDATE users SET first_name = 'kept' WHERE id <= 2");
        sql("ALTER TABLE users ADD CHECK (first_name <> 'xFirst1 Last')");
        MiniRun run = run(work(prefixed()).where("first_name IS NULL"));
        assertResult(run.check("transform"), State.PASSED, "at most 2 rows the run left alone", "2");
    }

    @Test
    void ofLargeTablesTheBeginningOfEachPartitionIsTransformedAgain() {
        sql("UPDATE users SET first_name = 'kept' WHERE id <= 5");
        MiniRun run = run(work(prefixed()).where("first_name IS NULL"));
        Range first = new Range(null, new Position(List.of("700")));
        Scope scope = new Scope(
                run.plan,
                database,
                database.target(database.describe(run.plan.backfill().table()), run.plan.backfill()),
                new Tally(1, 3000, 5, 2995, 0, List.of(new Tally.Beginning(first, 700, 5)), List.of()),
                java.util.Set.of());
        TransformCheck check = new TransformCheck(1000, 100);
        Result passed = check.run(scope).get(0);
        assertResult(passed, State.PASSED, "at most 5 rows the run left alone", "5");
        assertThat(passed.detail()).contains("700 rows", "the first chunk of each partition");
        sql("UPDATE users SET first_name = 'wrong' WHERE id IN (699, 700, 701)");
        assertResult(check.run(scope).get(0), State.FAILED, "at most 5 rows the run left alone", "7");
    }

    @Test
    void transformsThatWhereAloneEndsProveNothingAndSayWhy() {
        Work.Rows counting = Transforms.of(
                "visits",
                "visits",
                row -> new Outcome.Changed(
                        Map.of("visits", (Integer) Objects.requireNonNull(row.get("visits")) + 100)));
        MiniRun run = run(work(counting).where("visits < 100"));
        assertThat(run.plan.idempotent()).isTrue();
        Result result = run.check("transform");
        assertThat(result.state()).isEqualTo(State.VACUOUS);
        assertThat(result.detail()).contains("where alone");
        assertThat(run.verify().state()).isEqualTo(State.PASSED);
    }
}
