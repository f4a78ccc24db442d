package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.chunk.ChunkProbe;
import dev.backfill.chunk.Moment;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.OnConflict;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import dev.backfill.engine.Engines;
import dev.backfill.engine.RunOptions;
import dev.backfill.ledger.DeadLetter;
import dev.backfill.run.RunId;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Single rows of a copy from another database: those that failed, and those that were found wrong. */
public abstract class CopyFromRowsContract extends CopyFromGround {
    private RunStatus retry(RunStatus of, Backfill backfill) {
        RunStatus status =
                both().retry(of.run(), backfill, RunOptions.NONE, ACTOR, DEAF).orElseThrow();
        assertThat(status.state()).as("%s", status).isEqualTo(RunState.SUCCEEDED);
        return status;
    }

    private void bad(String condition) {
        database.run("ALTER TABLE people ADD CONSTRAINT bad CHECK (NOT (" + condition + "))");
    }

    private void mend() {
        database.run("ALTER TABLE people DROP CONSTRAINT bad");
    }

    /** Keys of dead letters that the run settled; the open ones if it is null. */
    private List<String> letters(RunStatus of, @Nullable RunId settledBy) {
        return observer().deadLetters(of.run(), 10_000).stream()
                .filter(letter -> Objects.equals(letter.settledBy(), settledBy))
                .map(DeadLetter::key)
                .map(key -> String.join(",", key.parts()))
                .sorted()
                .toList();
    }

    @Test
    void retriesTheRowsThatFailedAndNoOthers() {
        bad("visits % 10 = 3");
        Backfill backfill = people(OnConflict.SKIP);
        RunStatus first = run(backfill);
        assertRows(first, ROWS, ROWS - 40, 40);
        mend();
        bad("visits = 13");
        legacy.run("DELETE FROM users WHERE id = 23", "INSERT INTO users VALUES (5000, 'new', 5000)");
        database.run("INSERT INTO people VALUES (33, 'newer', 0)");

        RunStatus second = retry(first, backfill);

        assertRows(second, 39, 37, 1);
        assertThat(letters(first, null)).containsExactly("13");
        assertThat(letters(first, second.run())).hasSize(39).contains("23", "33");
        assertThat(database.text("SELECT name FROM people WHERE person_id = 33"))
                .isEqualTo("newer");
        assertThat(database.number("SELECT count(*) FROM people")).isEqualTo(ROWS - 2);
        mend();

        RunStatus third = retry(second, backfill);

        assertRows(third, 1, 1, 0);
        for (RunStatus each : List.of(first, second)) {
            assertThat(letters(each, null)).isEmpty();
            assertThat(both().retry(each.run(), backfill, RunOptions.NONE, ACTOR, DEAF))
                    .isEmpty();
        }
        database.run("DELETE FROM people WHERE person_id = 13");
        assertThat(both().verify(third.run(), backfill, DEAF).verification().state())
                .isEqualTo(Verification.State.FAILED);
    }

    /** A statement that fails on rows that are not meant must not blame one that is. */
    @Test
    void isNotDisturbedByRowsThatAreNotMeant() {
        legacy.run("CREATE TABLE other (k int)", "INSERT INTO other VALUES (1), (9)");
        String several = legacy.dialect().unreadable("full_name = 'bad'", "visits");
        Backfill backfill = copy(OnConflict.UPDATE, "person_id", "id", "name", "full_name", "visits", several);
        legacy.run("UPDATE users SET full_name = 'bad' WHERE id IN (10, 20, 30)");
        RunStatus first = run(backfill);
        assertThat(letters(first, null)).containsExactly("10", "20", "30");
        legacy.run(
                "UPDATE users SET full_name = 'good' WHERE id IN (10, 20)",
                "UPDATE users SET full_name = 'bad' WHERE id BETWEEN 100 AND 300");

        RunStatus second = retry(first, backfill);

        assertRows(second, 3, 2, 1);
        assertThat(letters(first, null)).containsExactly("30");
    }

    /** Nor is the condition asked about others, although a server may read a small table as a whole. */
    @Test
    void asksTheConditionAboutNoOtherRows() {
        bad("visits % 10 = 3");
        Work work = people(OnConflict.SKIP).work();
        Backfill backfill = Backfill.builder("fill", "app", TableName.parse("users"), work)
                .where("1 / (visits - 777) IS NOT NULL")
                .chunk(chunks(7, 100))
                .build();
        RunStatus first = run(backfill);
        mend();
        legacy.run("UPDATE users SET visits = 777 WHERE id = 100");

        assertRows(retry(first, backfill), 40, 40, 0);
    }

    @Test
    void rehearsesTheseRowsAndWritesNothing() {
        bad("visits % 10 = 3");
        RunStatus first = run(people(OnConflict.UPDATE));
        mend();
        List<@Nullable String> ledger = database.versions("backfill_dead_letter");

        var report = both().rehearseRetry(first.run(), people(OnConflict.UPDATE), RunOptions.NONE, true, DEAF)
                .orElseThrow();

        assertRows(report.status(), 40, 40, 0);
        assertThat(report.examples().get(0).before()).containsEntry("name", null);
        assertThat(report.examples().get(0).after().get("name")).startsWith("N");
        assertThat(database.number("SELECT count(*) FROM people")).isEqualTo(ROWS - 40);
        assertThat(database.versions("backfill_dead_letter")).isEqualTo(ledger);
    }

    @Test
    void repairsMissingRowsOnlyWhereTheCopySkips() {
        Backfill backfill = people(OnConflict.SKIP);
        RunStatus first = run(backfill);
        database.run(
                "DELETE FROM people WHERE person_id = 17", "UPDATE people SET name = 'newer' WHERE person_id = 18");

        RunStatus repair = repair(first, backfill);

        assertRows(repair, 1, 1, 0);
        assertThat(database.text("SELECT name FROM people WHERE person_id = 18"))
                .isEqualTo("newer");
        assertThat(both().faults(first.run(), backfill).differing()).hasSize(1);
        assertThat(both().faults(repair.run(), backfill).missing()).isEmpty();
    }

    /** The process dies with a chunk that is written and not committed, or committed and not told of. */
    @ParameterizedTest
    @EnumSource(
            value = Moment.class,
            names = {"BEFORE_COMMIT", "AFTER_COMMIT"})
    void goesOnWhereItWas(Moment moment) {
        bad("visits % 5 = 3");
        Backfill backfill = people(OnConflict.FAIL);
        RunStatus first = run(backfill);
        mend();
        AtomicInteger times = new AtomicInteger();
        ChunkProbe probe = at -> {
            if (at == moment && times.incrementAndGet() == 4) {
                throw new IllegalStateException("the process dies");
            }
        };
        var dying = closing(
                Engines.create(Map.of("app", database.open("app"), "legacy", legacy.open("legacy")), null, probe));
        RunStatus died = dying.retry(first.run(), backfill, new RunOptions(1, null, 7), ACTOR, DEAF)
                .orElseThrow();
        assertThat(died.state()).as("%s", died).isEqualTo(RunState.FAILED);
        int done = moment == Moment.BEFORE_COMMIT ? 21 : 28;
        assertThat(letters(first, died.run())).hasSize(done);
        assertThat(database.number("SELECT count(*) FROM people")).isEqualTo(ROWS - 80 + done);

        RunStatus ended = both().resume(died.run(), backfill, false, ACTOR, DEAF);

        assertThat(ended.state()).as("%s", ended).isEqualTo(RunState.SUCCEEDED);
        assertRows(ended, 80, 80, 0);
        assertThat(letters(first, ended.run())).hasSize(80);
        assertCopied();
    }
}
