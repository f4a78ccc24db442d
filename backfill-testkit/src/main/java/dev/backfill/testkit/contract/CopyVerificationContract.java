package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.OnConflict;
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

        RunStatus wrong = engine().verify(first.run(), backfill, DEAF);

        assertThat(wrong.verification().state()).isEqualTo(Verification.State.FAILED);
        assertThat(check(wrong, "copied").keys()).containsExactly("[\"17\"]", "[\"399\"]", "[\"18\"]");
        assertThat(check(wrong, "copied").actual()).contains("2 missing, 1 with other values");
        assertThat(check(wrong, "copied-extra").keys()).containsExactly("[\"-5\"]");
        CopyFaults faults = engine().faults(first.run(), backfill);
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
        assertThat(engine().verify(first.run(), backfill, DEAF).verification().state())
                .isEqualTo(Verification.State.PASSED);
        assertThat(engine().repair(first.run(), backfill, RunOptions.NONE, ACTOR, DEAF))
                .isEmpty();
        assertThat(engine().history("fill"))
                .anyMatch(
                        event -> event.run().equals(first.run()) && event.what().equals("repair"));
        assertThat(engine().deadLetters(first.run(), 10)).isEmpty();
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
        assertThat(engine().faults(first.run(), backfill).differing()).hasSize(1);
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

        RunStatus again = engine().verify(run.run(), backfill, DEAF);

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
