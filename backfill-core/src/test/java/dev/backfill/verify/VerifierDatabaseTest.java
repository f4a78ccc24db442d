package dev.backfill.verify;

import static dev.backfill.preflight.Fixture.fill;
import static dev.backfill.preflight.Fixture.set;
import static dev.backfill.preflight.Fixture.sql;
import static dev.backfill.preflight.Fixture.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.Database;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.Check;
import dev.backfill.definition.Transform.Outcome;
import dev.backfill.definition.Work;
import dev.backfill.preflight.Fixture;
import dev.backfill.preflight.Transforms;
import dev.backfill.run.Verification;
import dev.backfill.run.Verification.Result;
import dev.backfill.run.Verification.State;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerifierDatabaseTest {
    private final Database database = Fixture.open();

    @BeforeEach
    void table() {
        Fixture.users(3000);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private MiniRun run(Backfill.Builder backfill) {
        return new MiniRun(database, backfill.build()).run();
    }

    private static void assertResult(Result result, State state, String expected, String actual) {
        assertThat(result.state()).as(result.toString()).isEqualTo(state);
        assertThat(result.expected()).isEqualTo(expected);
        assertThat(result.actual()).isEqualTo(actual);
    }

    @Test
    void aRunThatIsRightPasses() {
        Verification verification = run(fill()).verify();
        assertThat(verification.state()).isEqualTo(State.PASSED);
        assertThat(verification.checks())
                .extracting(Result::name)
                .containsExactly("ledger", "rows", "remaining", "differing");
        assertThat(verification.checks()).extracting(Result::state).containsOnly(State.PASSED);
    }

    @Test
    void manyPartitionsAreCountedOneByOne() {
        Fixture.users(130_000);
        MiniRun run = run(fill());
        assertThat(run.plan.partitions()).hasSize(3);
        assertThat(run.verify().state()).isEqualTo(State.PASSED);
        sql("UPDATE users SET first_name = NULL WHERE id IN (10, 70000, 129999)");
        Result remaining = run.check("remaining");
        assertResult(remaining, State.FAILED, "0", "3");
        assertThat(remaining.keys()).containsExactly("[\"10\"]", "[\"70000\"]", "[\"129999\"]");
    }

    @Test
    void aRowThatStillMatchesIsRemaining() {
        MiniRun run = run(fill());
        sql("UPDATE users SET first_name = NULL WHERE id = 17");
        Result remaining = run.check("remaining");
        assertResult(remaining, State.FAILED, "0", "1");
        assertThat(remaining.keys()).containsExactly("[\"17\"]");
    }

    @Test
    void rowsThatAppearedBehindTheLastKeyAreToldApart() {
        MiniRun run = run(fill());
        sql("INSERT INTO users VALUES (4000, 'New One', NULL, 0, 1)");
        Result remaining = run.check("remaining");
        assertResult(remaining, State.FAILED, "0", "1");
        assertThat(remaining.detail()).contains("1 of them appeared");
    }

    @Test
    void deadLettersMayRemainButNoOtherRow() {
        MiniRun run = run(fill()).bury("17");
        sql("UPDATE users SET first_name = NULL WHERE id = 17");
        assertResult(run.check("remaining"), State.PASSED, "at most 1, all of them dead letters", "1");
        assertThat(run.verify().state()).isEqualTo(State.PASSED);
        sql("UPDATE users SET first_name = 'First17' WHERE id = 17");
        sql("UPDATE users SET first_name = NULL WHERE id = 18");
        Result other = run.check("remaining");
        assertResult(other, State.FAILED, "at most 1, all of them dead letters", "1");
        assertThat(other.keys()).containsExactly("[\"18\"]");
    }

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
    void aRepeatedRunSaysThatNothingWasLeftToTry() {
        run(fill());
        MiniRun again = run(fill());
        assertThat(again.plan.untried()).isTrue();
        assertThat(again.check("differing").state()).isEqualTo(State.VACUOUS);
        assertThat(again.check("differing").detail()).startsWith("no row needed the work when it was planned");
        assertThat(again.verify().state()).isEqualTo(State.PASSED);
    }

    @Test
    void whereThatGoesOnMatchingIsReplacedByWhatTheWorkWouldStillChange() {
        MiniRun run = run(fill().where("full_name IS NOT NULL"));
        assertResult(run.check("pending"), State.PASSED, "0", "0");
        assertThat(run.verify().checks()).extracting(Result::name).doesNotContain("remaining");
        sql("UPDATE users SET first_name = 'wrong' WHERE id = 9");
        Result pending = run.check("pending");
        assertResult(pending, State.FAILED, "0", "at least 1");
        assertThat(pending.keys()).containsExactly("[\"9\"]");
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

    @Test
    void aLedgerWithAGapFails() {
        MiniRun run = run(fill());
        sql("DELETE FROM backfill_chunk WHERE chunk_no = 2");
        Result gap = run.check("ledger");
        assertThat(gap.state()).isEqualTo(State.FAILED);
        assertThat(gap.detail()).contains("chunk 2 is missing");
        assertThat(gap.keys()).contains("[\"700\"]");
        sql("DELETE FROM backfill_chunk WHERE chunk_no > 2");
        assertThat(run.check("ledger").detail()).contains("not done to its end");
    }

    @Test
    void countsThatDoNotAddUpFail() {
        MiniRun run = run(fill());
        sql("UPDATE backfill_chunk SET changed = 701 WHERE chunk_no = 1");
        assertThat(run.check("ledger").state()).isEqualTo(State.FAILED);
        sql("UPDATE backfill_chunk SET changed = 700 WHERE chunk_no = 1");
        assertThat(run.check("ledger").state()).isEqualTo(State.PASSED);
        sql("INSERT INTO backfill_dead_letter VALUES ('mini-1', '[\"5\"]', 1, 'x')");
        assertThat(run.check("ledger").detail()).contains("1 dead letter, but the chunks count 0");
    }

    @Test
    void rowsThatCameOrWentProveNothing() {
        MiniRun run = run(fill());
        sql("DELETE FROM users WHERE id = 100");
        assertResult(run.check("rows"), State.VACUOUS, "3000", "2999");
        sql("INSERT INTO users VALUES (100, 'a b', 'a', 0, 1), (-1, 'a b', 'a', 0, 1)");
        assertResult(run.check("rows"), State.VACUOUS, "3000", "3001");
    }

    @Test
    void authorsChecks() {
        List<Check> checks = List.of(
                new Check("zero", "SELECT count(*) FROM users WHERE first_name IS NULL", "0"),
                new Check("scale", "SELECT 1.50", "1.5"),
                new Check("null", "SELECT NULL", "NULL"),
                new Check("wrong", "SELECT 2", "3"),
                new Check("columns", "SELECT 1, 2", "1"),
                new Check("rows", "SELECT id FROM users", "1"),
                new Check("none", "SELECT 1 WHERE false", "1"),
                new Check("broken", "SELECT nope", "1"),
                new Check("writes", "SELECT wipe()", "3000"));
        sql("CREATE OR REPLACE FUNCTION wipe() RETURNS bigint LANGUAGE sql AS"
                + " 'WITH gone AS (DELETE FROM users RETURNING 1) SELECT count(*) FROM gone'");
        Verification verification = run(fill().checks(checks)).verify();
        assertThat(verification.state()).isEqualTo(State.FAILED);
        Map<String, State> expected = Map.of(
                "zero", State.PASSED,
                "scale", State.PASSED,
                "null", State.PASSED,
                "writes", State.PASSED,
                "wrong", State.FAILED,
                "columns", State.FAILED,
                "none", State.FAILED,
                "broken", State.FAILED);
        expected.forEach((name, state) -> assertThat(verification.checks())
                .filteredOn(c -> c.name().equals(name))
                .singleElement()
                .extracting(Result::state)
                .isEqualTo(state));
        assertThat(verification.checks())
                .filteredOn(c -> c.name().equals("rows"))
                .extracting(Result::actual)
                .containsExactly("3000", "more than one row");
        assertThat(Fixture.one("SELECT count(*) FROM users")).isEqualTo("3000");
    }

    @Test
    void anEmptyTableProvesNothing() {
        sql("TRUNCATE users");
        Verification verification =
                run(fill().checks(List.of(new Check("zero", "SELECT 0", "0")))).verify();
        assertThat(verification.state()).isEqualTo(State.VACUOUS);
        assertThat(verification.checks()).hasSize(5).extracting(Result::state).containsOnly(State.VACUOUS);
    }

    @Test
    void aCheckThatCannotBeMadeFails() {
        MiniRun run = run(fill());
        sql("ALTER TABLE users RENAME first_name TO given_name");
        Result remaining = run.check("remaining");
        assertThat(remaining.state()).isEqualTo(State.FAILED);
        assertThat(remaining.detail()).contains("could not be made", "first_name");
    }
}
