package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.OnConflict;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import dev.backfill.verify.CopyFaults;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What verification says about a copy, and what is mended of it. */
public abstract class CopyVerificationContract extends CopySuite {
    @Test
    void namesTheRowsThatDifferAndMendsTheseAndNoOthers() {
        Backfill backfill = people(OnConflict.UPDATE).build();
        RunStatus first = succeed(backfill);
        database.run(
                "DELETE FROM people WHERE person_id IN (17, 399)",
                "UPDATE people SET name = 'n18' WHERE person_id = 18",
                "INSERT INTO people VALUES (-5, 'somebody''s own', 0)");
        List<@Nullable String> before = database.versions("people");
        List<@Nullable String> untouched = database.versions("people", "person_id NOT IN (17, 18, 399)");

        RunStatus wrong = observer().verify(first.run(), backfill, DEAF);

        assertThat(wrong.verification().state()).isEqualTo(Verification.State.FAILED);
        assertThat(check(wrong, "copied").keys()).containsExactly("[\"17\"]", "[\"399\"]", "[\"18\"]");
        assertThat(check(wrong, "copied").actual()).contains("2 missing, 1 with other values");
        assertThat(check(wrong, "copied-extra").keys()).containsExactly("[\"-5\"]");
        CopyFaults faults = observer().faults(first.run(), backfill);
        assertThat(faults.missing()).hasSize(2);
        assertThat(faults.differing()).hasSize(1);
        assertThat(database.versions("people")).isEqualTo(before);

        RunStatus repair = engine().repair(first.run(), backfill, RunOptions.NONE, ACTOR, DEAF)
                .orElseThrow();

        assertThat(repair.state()).as("%s", repair).isEqualTo(RunState.SUCCEEDED);
        assertRows(repair, 3, 3, 0);
        assertThat(database.versions("people", "person_id NOT IN (17, 18, 399)"))
                .isEqualTo(untouched);
        assertThat(database.number("SELECT count(*) FROM people")).isEqualTo(ROWS + 1);
        assertThat(observer().verify(first.run(), backfill, DEAF).verification().state())
                .isEqualTo(Verification.State.PASSED);
        assertThat(engine().repair(first.run(), backfill, RunOptions.NONE, ACTOR, DEAF))
                .isEmpty();
        assertThat(observer().history("fill"))
                .anyMatch(
                        event -> event.run().equals(first.run()) && event.what().equals("repair"));
        assertThat(observer().deadLetters(first.run(), 10)).isEmpty();
    }

    @Test
    void aRowThatARetryHasDoneIsNoExcuseAnyMore() {
        database.run("ALTER TABLE people ADD CONSTRAINT bad CHECK (visits <> 200)");
        Backfill backfill = people(OnConflict.SKIP).build();
        RunStatus first = succeed(backfill);
        assertThat(deadKeys(first)).containsExactly("200");
        assertThat(observer().verify(first.run(), backfill, DEAF).verification().state())
                .isEqualTo(Verification.State.PASSED);
        database.run("ALTER TABLE people DROP CONSTRAINT bad");
        assertRows(
                engine().retry(first.run(), backfill, RunOptions.NONE, ACTOR, DEAF)
                        .orElseThrow(),
                1,
                1,
                0);
        assertThat(observer().verify(first.run(), backfill, DEAF).verification().state())
                .isEqualTo(Verification.State.PASSED);

        database.run("UPDATE people SET name = 'another' WHERE person_id = 18");

        RunStatus changed = observer().verify(first.run(), backfill, DEAF);
        assertThat(changed.verification().state()).isEqualTo(Verification.State.FAILED);
        assertThat(check(changed, "copied").keys()).containsExactly("[\"18\"]");

        database.run("DELETE FROM people WHERE person_id = 200");

        assertThat(observer().verify(first.run(), backfill, DEAF).verification().state())
                .isEqualTo(Verification.State.FAILED);
        assertThat(observer().faults(first.run(), backfill).missing()).hasSize(1);
    }

    /** What the run was told to leave alone is no business of its repair. */
    @Test
    void aRepairByAnotherDefinitionIsRefused() {
        RunStatus first = succeed(people(OnConflict.SKIP).where("id > 10").build());
        Backfill wider = people(OnConflict.UPDATE).build();

        assertThatThrownBy(() -> observer().faults(first.run(), wider)).hasMessageContaining("was edited after run");
        assertThatThrownBy(() -> engine().repair(first.run(), wider, RunOptions.NONE, ACTOR, DEAF))
                .hasMessageContaining("was edited after run");
        assertThat(database.number("SELECT count(*) FROM people")).isEqualTo(ROWS - 10);
    }

    @Test
    void aRepairOverwritesNothingUnlessTheCopyDoes() {
        Backfill backfill = people(OnConflict.SKIP).build();
        RunStatus first = succeed(backfill);
        database.run(
                "DELETE FROM people WHERE person_id = 17", "UPDATE people SET name = 'newer' WHERE person_id = 18");

        RunStatus repair = engine().repair(first.run(), backfill, RunOptions.NONE, ACTOR, DEAF)
                .orElseThrow();

        assertRows(repair, 1, 1, 0);
        assertThat(database.text("SELECT name FROM people WHERE person_id = 18"))
                .isEqualTo("newer");
        assertThat(observer().faults(first.run(), backfill).differing()).hasSize(1);
    }

    /** Rows that are not selected are no excuse for one that is. */
    @Test
    void aWrongRowIsSeenAlthoughOthersWereLeftOut() {
        Backfill backfill = people(OnConflict.SKIP).where("id % 2 = 0").build();
        RunStatus run = succeed(backfill);
        assertThat(check(run, "copied").state()).isEqualTo(Verification.State.PASSED);
        database.run("UPDATE people SET name = 'another' WHERE person_id = 18");

        RunStatus again = observer().verify(run.run(), backfill, DEAF);

        assertThat(check(again, "copied").state()).isEqualTo(Verification.State.FAILED);
        assertThat(check(again, "copied").keys()).containsExactly("[\"18\"]");
    }

    /** The application writes both tables, one of them its own way. */
    @Test
    void rowsThatAppearInBothTablesMeanwhileAreLeftAlone() throws Exception {
        database.run("DELETE FROM users WHERE id = 390");
        Backfill backfill = people(OnConflict.SKIP).build();
        BackfillEngine own = engine();
        BackgroundRun run =
                BackgroundRun.begin(observer(), () -> own.start(backfill, new RunOptions(1, 40, 20), ACTOR, DEAF));
        for (int id : new int[] {390, ROWS + 1}) {
            database.run(
                    "INSERT INTO people VALUES (" + id + ", 'its own', 0)",
                    "INSERT INTO users VALUES (" + id + ", 'new', 1)");
        }
        observer().tune(run.id(), 1_000_000, null, null, "all are there", ACTOR);

        RunStatus done = run.end();

        assertThat(done.state()).as("%s", done).isEqualTo(RunState.SUCCEEDED);
        assertThat(check(done, "copied").state()).isEqualTo(Verification.State.PASSED);
        assertThat(check(done, "copied").expected()).contains("at most 2 that differ");
        assertThat(database.number("SELECT count(*) FROM people WHERE name = 'its own'"))
                .isEqualTo(2);
    }

    /** Whoever deletes what was copied makes nobody's row wrong; that it was left alone cannot be told any more. */
    @Test
    void saysThatItCannotTellOnceRowsOfItsOwnAreGone() {
        database.run("INSERT INTO people VALUES (7, 'newer', 0), (8, 'newer', 0)");
        Backfill backfill = people(OnConflict.SKIP).build();
        RunStatus run = succeed(backfill);
        assertThat(check(run, "copied").state()).isEqualTo(Verification.State.PASSED);
        database.run("DELETE FROM users WHERE id = 100");

        Verification.Result unsure = check(observer().verify(run.run(), backfill, DEAF), "copied");
        assertThat(unsure.state()).isEqualTo(Verification.State.VACUOUS);
        assertThat(unsure.keys()).containsExactly("[\"7\"]", "[\"8\"]");

        database.run("UPDATE people SET name = 'another' WHERE person_id IN (18, 19)");
        Verification.Result wrong = check(observer().verify(run.run(), backfill, DEAF), "copied");
        assertThat(wrong.state()).isEqualTo(Verification.State.FAILED);
    }

    /** Values of which a careless encoding makes the same text. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = " ; ",
            quoteCharacter = '`',
            value = {
                "NULL ; '' ; '' ; NULL",
                "'' ; 'x' ; 'x' ; ''",
                "NULL ; 'x' ; 'x' ; NULL",
                "'N' ; 'x' ; NULL ; 'x'",
                "'a' ; 'bc' ; 'ab' ; 'c'",
                "'1:a' ; 'b' ; '1' ; 'a1:b'",
                "'a|b' ; 'c' ; 'a' ; 'b|c'",
                "'a,b' ; 'c' ; 'a' ; 'b,c'",
                "'a ' ; 'b' ; 'a' ; ' b'",
                "'A' ; 'b' ; 'a' ; 'b'",
                "'a\u0301' ; 'b' ; '\u00e1' ; 'b'"
            })
    void knowsValuesApartThatLookAlike(String a, String b, String otherA, String otherB) {
        database.run(
                "DROP TABLE users",
                "DROP TABLE people",
                "CREATE TABLE people (person_id int PRIMARY KEY, a text, b text)");
        database.create("users", "id int PRIMARY KEY, a text, b text", 300, "n, concat('a', n), concat('b', n)");
        database.run("UPDATE users SET a = " + a + ", b = " + b + " WHERE id = 200");
        Backfill backfill =
                copy(OnConflict.UPDATE, "person_id", "id", "a", "a", "b", "b").build();
        RunStatus run = succeed(backfill);
        database.run("UPDATE people SET a = " + otherA + ", b = " + otherB + " WHERE person_id = 200");

        RunStatus again = observer().verify(run.run(), backfill, DEAF);

        assertThat(check(again, "copied").keys()).containsExactly("[\"200\"]");
        assertRows(succeed(backfill), 300, 1, 0);
    }

    private static Verification.Result check(RunStatus status, String name) {
        return status.verification().checks().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
