package dev.backfill.testkit;

import static dev.backfill.testkit.UserRuns.assertCounts;
import static dev.backfill.testkit.UserRuns.work;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.OnConflict;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import dev.backfill.run.RunStatus;
import dev.backfill.testkit.MariaFixture.Product;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Copies on MariaDB or MySQL into tables with habits that only these servers have. */
abstract class MariaCopyContract extends MariaEngineSuite {
    MariaCopyContract(Product product) {
        super(product);
    }

    /** A server that counts takes a zero for a number that it shall think of, unless it is told otherwise. */
    @ParameterizedTest
    @EnumSource(OnConflict.class)
    void aCopyLeavesTheNumberZeroAsItIs(OnConflict onConflict) {
        database.run(
                "INSERT INTO users VALUES (0, 'nobody', NULL, 0)",
                "CREATE TABLE people (person_id bigint AUTO_INCREMENT PRIMARY KEY, name varchar(60)"
                        + " COLLATE utf8mb4_general_ci, visits int)");
        Work copy = new Work.Copy(
                TableName.parse("people"), Map.of("person_id", "id", "name", "name", "visits", "visits"), onConflict);

        assertCounts(start(work(copy).build()), ROWS + 1, ROWS + 1, 0);
        assertThat(database.text("SELECT name FROM people WHERE person_id = 0")).isEqualTo("nobody");
        assertThat(database.number("SELECT count(*) FROM people p JOIN users u ON u.id = p.person_id"
                        + " WHERE u.name = p.name AND u.visits = p.visits"))
                .isEqualTo(ROWS + 1);
        assertCounts(start(work(copy).build()), ROWS + 1, 0, 0);
        assertThat(database.number("SELECT count(*) FROM people")).isEqualTo(ROWS + 1);
    }

    /** A server that counts takes NULL for a number, too, even where it has to say which row is meant. */
    @ParameterizedTest
    @EnumSource(OnConflict.class)
    void aRowThatAnotherUniqueIndexMeetsKeepsItsNumber(OnConflict onConflict) {
        database.run(
                "CREATE TABLE people (person_id bigint AUTO_INCREMENT PRIMARY KEY, name varchar(60)"
                        + " COLLATE utf8mb4_general_ci, visits int, UNIQUE (name))",
                "INSERT INTO people VALUES (9000, 'First5 Last', -1)");
        Work copy = new Work.Copy(
                TableName.parse("people"), Map.of("person_id", "id", "name", "name", "visits", "visits"), onConflict);

        RunStatus status = start(work(copy).build());

        assertCounts(status, ROWS, ROWS - 1, 1);
        assertThat(database.text(
                        "SELECT concat_ws(',', person_id, name, visits) FROM people WHERE name = 'First5 Last'"))
                .isEqualTo("9000,First5 Last,-1");
        assertThat(database.number("SELECT count(*) FROM people")).isEqualTo(ROWS);
        assertThat(engine.deadLetters(status.run(), 9)).singleElement().satisfies(letter -> {
            assertThat(letter.key().parts()).containsExactly("5");
            assertThat(letter.error()).containsIgnoringCase("duplicate entry");
        });
    }

    @Test
    void aKeyIsMeantInAnyCase() {
        database.run(
                "ALTER TABLE users CHANGE id ID bigint unsigned AUTO_INCREMENT",
                "CREATE TABLE people (person_id bigint PRIMARY KEY, name varchar(60) COLLATE utf8mb4_general_ci, kind int)");
        Work copy = new Work.Copy(
                TableName.parse("people"), Map.of("person_id", "ID", "name", "Name", "kind", "-7"), OnConflict.SKIP);

        assertCounts(start(work(copy).build()), ROWS, ROWS, 0);
        assertThat(
                        database.number(
                                "SELECT count(*) FROM people p JOIN users u ON u.ID = p.person_id AND u.name = p.name AND kind = -7"))
                .isEqualTo(ROWS);
    }

    @Test
    void aKeyOfMoreDigitsThanTheOneThatIsReadIsRefused() {
        database.run(
                "CREATE TABLE visited (at datetime PRIMARY KEY)",
                "CREATE TABLE seen (at datetime(6) PRIMARY KEY)",
                "INSERT INTO visited VALUES ('2024-01-01')");
        Work copy = new Work.Copy(TableName.parse("seen"), Map.of("at", "at"), OnConflict.SKIP);

        assertThatThrownBy(() -> start(Backfill.builder("change", "app", TableName.parse("visited"), copy)
                        .build()))
                .hasMessageContaining("datetime(6)");
        assertThat(database.number("SELECT count(*) FROM seen")).isZero();
    }

    @Test
    void whatIsMissingIsNotTheCurrentTime() {
        database.run(
                "ALTER TABLE users ADD seen timestamp NULL",
                "UPDATE users SET seen = '2021-02-03 04:05:06' WHERE id <> 5",
                "CREATE TABLE people (person_id bigint PRIMARY KEY, at timestamp NOT NULL DEFAULT '2020-01-01 00:00:00')");

        RunStatus status = start(
                work(new Work.Copy(TableName.parse("people"), Map.of("person_id", "id", "at", "seen"), OnConflict.SKIP))
                        .build());

        assertCounts(status, ROWS, ROWS - 1, 1);
        assertThat(database.number("SELECT count(*) FROM people WHERE at = '2021-02-03 04:05:06'"))
                .isEqualTo(ROWS - 1);
        assertThat(database.number("SELECT count(*) FROM people")).isEqualTo(ROWS - 1);
        assertThat(engine.deadLetters(status.run(), 9)).singleElement().satisfies(letter -> assertThat(letter.error())
                .contains("NOT NULL"));
    }
}
