package dev.backfill.verify;

import static dev.backfill.preflight.Fixture.fill;
import static dev.backfill.preflight.Fixture.sql;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.Check;
import dev.backfill.preflight.Fixture;
import dev.backfill.run.Verification;
import dev.backfill.run.Verification.Result;
import dev.backfill.run.Verification.State;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the ledger, the count of rows and the author say, and what they add up to. */
class VerifierDatabaseTest extends VerifierSuite {
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
    void aRepeatedRunSaysThatNothingWasLeftToTry() {
        run(fill());
        MiniRun again = run(fill());
        assertThat(again.plan.untried()).isTrue();
        assertThat(again.check("differing").state()).isEqualTo(State.VACUOUS);
        assertThat(again.check("differing").detail()).startsWith("no row needed the work when it was planned");
        assertThat(again.verify().state()).isEqualTo(State.PASSED);
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
                new Check("columns", "SELECT * FROM shape", "1"),
                new Check("rows", "SELECT id FROM users", "1"),
                new Check("none", "SELECT 1 WHERE false", "1"),
                new Check("broken", "SELECT 1 / (SELECT 0)", "1"),
                new Check("writes", "SELECT wipe()", "3000"));
        sql("CREATE OR REPLACE FUNCTION wipe() RETURNS bigint LANGUAGE sql AS"
                + " 'WITH gone AS (DELETE FROM users RETURNING 1) SELECT count(*) FROM gone'");
        sql("DROP TABLE IF EXISTS shape", "CREATE TABLE shape (n int)", "INSERT INTO shape VALUES (1)");
        MiniRun run = run(fill().checks(checks));
        sql("ALTER TABLE shape ADD m int");
        Verification verification = run.verify();
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
