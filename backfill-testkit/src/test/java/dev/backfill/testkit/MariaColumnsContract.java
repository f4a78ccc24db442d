package dev.backfill.testkit;

import static dev.backfill.testkit.UserRuns.assertCounts;
import static dev.backfill.testkit.UserRuns.set;
import static dev.backfill.testkit.UserRuns.work;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.definition.Work;
import dev.backfill.error.BackfillException;
import dev.backfill.run.RunStatus;
import dev.backfill.testkit.MariaFixture.Product;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Columns by names and of kinds that MariaDB and MySQL have their own ways with. */
abstract class MariaColumnsContract extends MariaEngineSuite {
    MariaColumnsContract(Product product) {
        super(product);
    }

    /** Whatever the columns are called: names of ours must not be taken for theirs. */
    @Test
    void columnsOfAnyNameChangePlaces() {
        database.run(
                "ALTER TABLE users ADD x int, ADD c0 int, ADD c1 int, ADD v int, ADD r0 int",
                "UPDATE users SET x = 1, c0 = 2, c1 = 3, v = 4, r0 = 5");
        RunStatus status = start(work(new Work.Set(Map.of("x", "c0", "c0", "c1", "c1", "v", "v", "r0", "r0", "x")))
                .where("x = 1 AND c0 = 2 AND v = 4 AND r0 = 5")
                .build());

        assertCounts(status, ROWS, ROWS, 0);
        assertThat(database.number("SELECT count(*) FROM users WHERE x = 2 AND c0 = 3 AND c1 = 4 AND v = 5 AND r0 = 1"))
                .isEqualTo(ROWS);
    }

    /** The server takes a column's name in any case, and words of its own for units and times. */
    @Test
    void namesAreMeantInAnyCase() {
        database.run("ALTER TABLE users ADD displayName varchar(60) COLLATE utf8mb4_general_ci, ADD seconds bigint");
        RunStatus status = start(work(new Work.Set(Map.of(
                        "displayName",
                        "upper(NAME)",
                        "seconds",
                        "TIMESTAMPDIFF(SECOND, '2024-01-01', TIMESTAMPADD(MINUTE, ID, '2024-01-01'))")))
                .where("displayname IS NULL AND UTC_TIMESTAMP > '2024-01-01'")
                .build());

        assertCounts(status, ROWS, ROWS, 0);
        assertThat(database.number("SELECT count(*) FROM users WHERE displayName = upper(name) AND seconds = id * 60"))
                .isEqualTo(ROWS);
    }

    /** What it reads of its own is not what it was, whatever the case in which that is written. */
    @Test
    void aColumnThatGrowsIsNotComparedOnceMore() {
        database.run("ALTER TABLE users ADD Total int NOT NULL DEFAULT 0, ADD done int NOT NULL DEFAULT 0");

        RunStatus status = start(work(new Work.Set(Map.of("Total", "Total + id", "done", "1")))
                .where("DONE = 0")
                .build());

        assertCounts(status, ROWS, ROWS, 0);
        assertThat(database.number("SELECT count(*) FROM users WHERE Total = id"))
                .isEqualTo(ROWS);
    }

    @Test
    void aKeyThatFollowsOtherColumnsIsRefused() {
        database.run(
                "ALTER TABLE users ADD once bigint AS (visits * 1000) STORED, ADD twice bigint AS (once + id) STORED"
                        + (database.product() == Product.MYSQL ? " NOT NULL" : "") + ", ADD UNIQUE (twice)");

        assertThatThrownBy(() -> start(work(new Work.Set(Map.of("visits", "visits + 1")))
                        .key(List.of("twice"))
                        .build()))
                .isInstanceOf(BackfillException.class)
                .hasMessageContaining("key column twice changes by itself");
        assertThat(database.number("SELECT sum(visits) FROM users"))
                .isEqualTo(database.number("SELECT sum(id % 7) FROM users"));
    }

    @Test
    void aKeyThatIsTheTimeOfTheLastChangeIsRefused() {
        database.run(
                "ALTER TABLE users ADD at datetime(6) NOT NULL DEFAULT '2020-01-01' ON UPDATE current_timestamp(6),"
                        + " ADD UNIQUE (at, id)");

        assertThatThrownBy(() -> start(work(new Work.Set(Map.of("visits", "visits + 1")))
                        .key(List.of("at", "id"))
                        .build()))
                .isInstanceOf(BackfillException.class)
                .hasMessageContaining("key column at changes by itself");
        assertThat(engine.plan(set(Map.of("first", "'x'"))).findings())
                .filteredOn(finding -> finding.code().equals("column-follows"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.saw()).contains("column at of"));
        assertThat(engine.plan(set(Map.of("first", "'x'", "at", "at"))).findings())
                .noneMatch(finding -> finding.code().equals("column-follows")
                        || finding.code().equals("triggers-fire"));
        assertCounts(start(set(Map.of("first", "'x'"))), ROWS, ROWS, 0);
        assertThat(database.number("SELECT count(*) FROM users WHERE at > '2026-01-01' AND first = 'x'"))
                .isEqualTo(ROWS);
    }
}
