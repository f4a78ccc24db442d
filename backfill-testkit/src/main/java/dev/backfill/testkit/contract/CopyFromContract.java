package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.OnConflict;
import dev.backfill.definition.Transform;
import dev.backfill.definition.Transform.Outcome;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A table is filled from one in another database, which is only read. */
public abstract class CopyFromContract extends CopyFromGround {
    @ParameterizedTest
    @EnumSource(OnConflict.class)
    void fillsAnEmptyTableAndChangesNothingTheSecondTime(OnConflict onConflict) {
        // nothing could be written there
        legacy.run(legacy.dialect().readOnly());

        RunStatus status = run(people(onConflict));

        assertRows(status, ROWS, ROWS, 0);
        assertCopied();
        assertThat(status.verification().state()).isEqualTo(Verification.State.PASSED);
        var before = database.versions("people");
        assertRows(run(people(onConflict)), ROWS, 0, 0);
        assertThat(database.versions("people")).isEqualTo(before);
        assertThat(legacy.tables()).containsExactly("users");
    }

    @TestFactory
    Stream<DynamicTest> carriesEveryType() {
        return CopyTypes.between(legacy.dialect(), dialect()).stream()
                .map(carried -> dynamicTest(carried.from() + " into " + carried.into(), () -> carries(carried)));
    }

    private void carries(CopyTypes.Carried carried) throws Exception {
        legacy.run("DROP TABLE users");
        legacy.create("users", "id int PRIMARY KEY, c " + carried.from(), 60, "n, (" + carried.expression() + ")");
        database.run(
                "DROP TABLE people", "CREATE TABLE people (person_id bigint PRIMARY KEY, c " + carried.into() + ")");
        Backfill backfill = copy(OnConflict.UPDATE, "person_id", "id", "c", "c");

        RunStatus status = run(backfill);

        assertRows(status, 60, 60, 0);
        assertThat(database.list("SELECT " + carried.written() + " FROM people ORDER BY person_id"))
                .isEqualTo(legacy.list("SELECT " + carried.read() + " FROM users ORDER BY id"));
        assertThat(status.verification().state()).isEqualTo(Verification.State.PASSED);
        assertRows(run(backfill), 60, 0, 0);
        database.run("UPDATE people SET c = NULL WHERE person_id IN (41, 43)");
        Verification wrong = both().verify(status.run(), backfill, DEAF).verification();
        assertThat(wrong.state()).isEqualTo(Verification.State.FAILED);
        closeEngines();
    }

    @TestFactory
    Stream<DynamicTest> findsRowsAgainByKeysOfEveryType() {
        return CopyKeys.orderedAlike(legacy.dialect(), dialect()).stream()
                .map(key -> dynamicTest(key.from() + " and " + key.into(), () -> findsAgain(key)));
    }

    private void findsAgain(CopyTypes.Carried key) throws Exception {
        legacy.run("DROP TABLE users");
        legacy.create(
                "users", "id " + key.from() + " PRIMARY KEY, c int NOT NULL", 200, "(" + key.expression() + "), n");
        database.run(
                "DROP TABLE people", "CREATE TABLE people (person_id " + key.into() + " PRIMARY KEY, c int NOT NULL)");
        Backfill backfill = copy(OnConflict.UPDATE, "person_id", "id", "c", "c");
        RunStatus first = run(backfill);
        assertRows(first, 200, 200, 0);
        assertThat(first.verification().state()).isEqualTo(Verification.State.PASSED);
        database.run("UPDATE people SET c = -c WHERE c IN (77, 78)", "DELETE FROM people WHERE c = 150");

        assertThat(check(both().verify(first.run(), backfill, DEAF).verification(), "copied")
                        .actual())
                .contains("1 missing, 2 with other values");
        assertRows(run(backfill), 200, 3, 0);
        closeEngines();
    }

    @TestFactory
    Stream<DynamicTest> refusesKeysThatTwoDatabasesOrderInTwoWays() {
        return CopyKeys.refused(legacy.dialect(), dialect()).stream()
                .map(line -> dynamicTest(line, () -> {
                    String[] types = line.split(" -> ", 2);
                    legacy.run("DROP TABLE users", "CREATE TABLE users (id " + types[0] + " PRIMARY KEY)");
                    database.run("DROP TABLE people", "CREATE TABLE people (person_id " + types[1] + " PRIMARY KEY)");

                    assertThatThrownBy(() -> run(copy(OnConflict.SKIP, "person_id", "id")))
                            .hasMessageContaining("copy-key-")
                            .hasMessageContaining("key column id is ");
                    closeEngines();
                }));
    }

    @TestFactory
    Stream<DynamicTest> refusesKeysForWhichThereIsNoRoom() {
        return CopyKeys.withoutRoom(legacy.dialect(), dialect()).stream()
                .map(key -> dynamicTest(key.from() + " -> " + key.into(), () -> {
                    legacy.run("DROP TABLE users");
                    legacy.create("users", "id " + key.from() + " PRIMARY KEY", 3, "(" + key.expression() + ")");
                    database.run("DROP TABLE people", "CREATE TABLE people (person_id " + key.into() + " PRIMARY KEY)");

                    assertThatThrownBy(() -> run(copy(OnConflict.SKIP, "person_id", "id")))
                            .hasMessageContaining("copy-key-range")
                            .hasMessageContaining("does not take all that are there");
                    assertThat(database.number("SELECT count(*) FROM people")).isZero();
                    closeEngines();
                }));
    }

    @TestFactory
    Stream<DynamicTest> refusesByColumnWhatWouldNotArriveAsItWas() {
        return CopyTypes.refused(legacy.dialect(), dialect()).stream()
                .map(line -> dynamicTest(line, () -> {
                    String[] types = line.split(" -> ", 2);
                    legacy.run("DROP TABLE users", "CREATE TABLE users (id int PRIMARY KEY, c " + types[0] + ")");
                    legacy.run("INSERT INTO users (id) VALUES (1)");
                    database.run(
                            "DROP TABLE people",
                            "CREATE TABLE people (person_id bigint PRIMARY KEY, c " + types[1] + ")");

                    assertThatThrownBy(() -> run(copy(OnConflict.SKIP, "person_id", "id", "c", "c")))
                            .hasMessageContaining("for column c gives ")
                            .hasMessageContaining(", and the column is ");
                    assertThat(database.number("SELECT count(*) FROM people")).isZero();
                    closeEngines();
                }));
    }

    @Test
    void makesDeadLettersOfRowsThatEitherDatabaseRefuses() {
        database.run("ALTER TABLE people ADD CONSTRAINT bad CHECK (visits <> 3)");

        legacy.run("CREATE TABLE other (k int)", "INSERT INTO other VALUES (1), (9)");
        String several = legacy.dialect().unreadable("visits = 9", "visits");

        RunStatus status = run(copy(OnConflict.SKIP, "person_id", "id", "name", "full_name", "visits", several));

        assertRows(status, ROWS, ROWS - 2, 2);
        assertThat(deadKeys(status)).containsExactly("3", "9");
    }

    @Test
    void leavesRowsAloneThatAreThereUnlessToldTo() {
        database.run("INSERT INTO people VALUES (7, 'newer', 0)", "INSERT INTO people VALUES (9, 'N9', 9)");

        assertRows(run(people(OnConflict.SKIP)), ROWS, ROWS - 2, 0);
        assertThat(database.text("SELECT name FROM people WHERE person_id = 7")).isEqualTo("newer");
        assertRows(run(people(OnConflict.UPDATE)), ROWS, 1, 0);
        assertCopied();
    }

    @Test
    void transformsRowsOnTheirWayAndVerifiesWhatBecameOfThem() {
        Transform transform = new Columns(List.of("name", "visits"), List.of("name"), row -> {
            long visits = ((Number) Objects.requireNonNull(row.get("visits"))).longValue();
            if (visits == 14) {
                throw new IllegalStateException("fourteen");
            }
            if (visits == 13) {
                return new Outcome.Rejected("thirteen");
            }
            String name = row.text("name");
            return name == null ? new Outcome.Unchanged() : new Outcome.Changed(Map.of("name", "<" + name + ">"));
        });
        Backfill backfill =
                copy(OnConflict.UPDATE, transform, "person_id", "id", "name", "full_name", "visits", "visits");
        database.run("INSERT INTO people VALUES (15, '<n15>', 15), (16, 'other', 16)");

        RunStatus status = run(backfill);

        assertRows(status, ROWS, ROWS - 3, 2);
        assertThat(deadKeys(status)).containsExactly("13", "14");
        assertThat(status.verification().state()).isEqualTo(Verification.State.PASSED);
        assertThat(database.number(
                        "SELECT count(*) FROM people WHERE visits = person_id AND name = concat('<n', visits, '>')"))
                .isEqualTo(ROWS - 40 - 2);
        assertThat(database.number("SELECT count(*) FROM people WHERE name IS NULL"))
                .isEqualTo(40);
        assertRows(run(backfill), ROWS, 0, 2);
        database.run("DELETE FROM people WHERE person_id = 17", "UPDATE people SET name = 'n18' WHERE person_id = 18");
        Verification wrong = both().verify(status.run(), backfill, DEAF).verification();
        assertThat(check(wrong, "copied").keys()).containsExactly("[\"17\"]", "[\"18\"]");
        assertRows(repair(status, backfill), 2, 2, 0);
        assertThat(both().verify(status.run(), backfill, DEAF).verification().state())
                .isEqualTo(Verification.State.PASSED);
    }

    @Test
    void aDryRunCopiesNothing() {
        var report = both().rehearse(people(OnConflict.UPDATE), RunOptions.NONE, true, DEAF);

        assertRows(report.status(), ROWS, ROWS, 0);
        assertThat(report.examples().get(0).after())
                .containsEntry("person_id", "1")
                .containsEntry("name", "N1");
        assertThat(database.number("SELECT count(*) FROM people")).isZero();
    }

    /** Around the length from which both databases make a checksum of the value first. */
    @Test
    void sumsUpLongTextsToTheirLastByte() {
        List<String> texts = List.of("x".repeat(999), "x".repeat(1000), "x".repeat(1001), "\u00fc\u20ac".repeat(5000));
        for (int i = 0; i < texts.size(); i++) {
            legacy.run("UPDATE users SET full_name = '" + texts.get(i) + "' WHERE id = " + (i + 1));
        }
        Backfill backfill = copy(OnConflict.UPDATE, "person_id", "id", "name", "full_name", "visits", "visits");
        RunStatus first = run(backfill);
        assertThat(first.verification().state()).isEqualTo(Verification.State.PASSED);

        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            database.run("UPDATE people SET name = '" + text.substring(1) + "y' WHERE person_id = " + (i + 1));
        }

        assertThat(check(both().verify(first.run(), backfill, DEAF).verification(), "copied")
                        .keys())
                .containsExactly("[\"1\"]", "[\"2\"]", "[\"3\"]", "[\"4\"]");
    }

    @Test
    void namesTheRowsThatDifferAndMendsTheseAndNoOthers() {
        Backfill backfill = people(OnConflict.UPDATE);
        RunStatus first = run(backfill);
        database.run(
                "DELETE FROM people WHERE person_id IN (17, 399)",
                "UPDATE people SET name = NULL WHERE person_id = 18",
                "INSERT INTO people VALUES (-5, 'somebody''s own', 0)");
        legacy.run("INSERT INTO users VALUES (1000, 'new', 1000)");
        List<@Nullable String> untouched = database.versions("people", "person_id NOT IN (17, 18, 399)");

        Verification wrong = both().verify(first.run(), backfill, DEAF).verification();

        assertThat(wrong.state()).isEqualTo(Verification.State.FAILED);
        assertThat(check(wrong, "copied").keys()).contains("[\"17\"]", "[\"18\"]", "[\"399\"]", "[\"1000\"]");
        legacy.run("DELETE FROM users WHERE id = 1000");
        RunStatus repair = repair(first, backfill);
        assertRows(repair, 3, 3, 0);
        assertThat(database.versions("people", "person_id NOT IN (17, 18, 399)"))
                .isEqualTo(untouched);
        assertThat(both().verify(first.run(), backfill, DEAF).verification().state())
                .isEqualTo(Verification.State.PASSED);
        assertThat(both().repair(first.run(), backfill, RunOptions.NONE, ACTOR, DEAF))
                .isEmpty();
    }
}
