package dev.backfill.verify;

import static dev.backfill.preflight.Fixture.fill;
import static dev.backfill.preflight.Fixture.sql;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.preflight.Fixture;
import dev.backfill.run.Verification.Result;
import dev.backfill.run.Verification.State;
import org.junit.jupiter.api.Test;

/** Rows that still need the work, by {@code where} or by what the work would still change. */
class RemainingChecksDatabaseTest extends VerifierSuite {
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
    void whereThatGoesOnMatchingIsReplacedByWhatTheWorkWouldStillChange() {
        MiniRun run = run(fill().where("full_name IS NOT NULL"));
        assertResult(run.check("pending"), State.PASSED, "0", "0");
        assertThat(run.verify().checks()).extracting(Result::name).doesNotContain("remaining");
        sql("UPDATE users SET first_name = 'wrong' WHERE id = 9");
        Result pending = run.check("pending");
        assertResult(pending, State.FAILED, "0", "at least 1");
        assertThat(pending.keys()).containsExactly("[\"9\"]");
    }
}
