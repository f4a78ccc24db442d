package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.ChunkLimits;
import dev.backfill.definition.Row;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Transform;
import dev.backfill.definition.Work;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.Engines;
import dev.backfill.engine.RunOptions;
import dev.backfill.error.BackfillException;
import dev.backfill.rehearsal.RehearsalReport;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.testkit.MariaFixture.Product;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole backfills on MariaDB or MySQL, which holds the table and the control data. */
abstract class MariaEngineContract {
    private static final int ROWS = 1000;

    private final MariaFixture database;
    private BackfillEngine engine;

    MariaEngineContract(Product product) {
        this.database = new MariaFixture(product);
    }

    @BeforeEach
    void table() {
        database.run(
                "CREATE TABLE users (id bigint PRIMARY KEY, name varchar(60) COLLATE utf8mb4_general_ci, first varchar(20)"
                        + " COLLATE utf8mb4_general_ci, visits int NOT NULL)",
                "INSERT INTO users SELECT seq, concat('First', seq, ' Last'), NULL, seq % 7 FROM "
                        + database.numbers(ROWS));
        engine = Engines.create(Map.of("app", database.open()), null);
    }

    @AfterEach
    void close() throws Exception {
        engine.close();
    }

    @Test
    void sqlWorkRunsToTheEndAndIsVerified() {
        RunStatus status = start(set(Map.of("first", "substring_index(name, ' ', 1)")));

        assertCounts(status, ROWS, ROWS, 0);
        assertThat(database.number("SELECT count(*) FROM users WHERE first = concat('First', id)"))
                .isEqualTo(ROWS);
        assertThat(database.number("SELECT count(*) FROM backfill_batch_JOB_EXECUTION WHERE STATUS = 'COMPLETED'"))
                .isEqualTo(1);
    }

    @Test
    void aSecondRunChangesNothing() {
        start(set(Map.of("first", "substring_index(name, ' ', 1)")));

        assertCounts(start(set(Map.of("first", "substring_index(name, ' ', 1)"))), ROWS, 0, 0);
    }

    @Test
    void aChangeOfCaseAloneIsAChange() {
        database.run("UPDATE users SET first = 'x'");

        assertCounts(start(set(Map.of("first", "'X'"))), ROWS, ROWS, 0);
        assertThat(database.number("SELECT count(*) FROM users WHERE BINARY first = 'X'"))
                .isEqualTo(ROWS);
    }

    @Test
    void assignmentsSeeTheRowAsItWas() {
        start(work(new Work.Set(Map.of("visits", "visits + 100", "first", "CAST(visits AS CHAR)")))
                .where("visits < 100")
                .build());

        assertThat(database.number("SELECT count(*) FROM users WHERE visits = first + 100"))
                .isEqualTo(ROWS);
    }

    @Test
    void twoColumnsChangePlaces() {
        database.run(
                "ALTER TABLE users ADD other varchar(60) COLLATE utf8mb4_general_ci", "UPDATE users SET other = 'x'");
        RunStatus status = start(work(new Work.Set(Map.of("name", "other", "other", "name")))
                .where("other = 'x'")
                .build());

        assertCounts(status, ROWS, ROWS, 0);
        assertThat(database.number(
                        "SELECT count(*) FROM users WHERE name = 'x' AND other = concat('First', id, ' Last')"))
                .isEqualTo(ROWS);
    }

    /** A generated column follows in the same statement; who reads it reads what it was. */
    @Test
    void assignmentsSeeWhatWasGenerated() {
        database.run("ALTER TABLE users ADD twice int AS (visits * 2) STORED, ADD seen int");
        start(work(new Work.Set(Map.of("visits", "visits + 100", "seen", "twice")))
                .where("visits < 100")
                .build());

        assertThat(database.number("SELECT count(*) FROM users WHERE seen = (visits - 100) * 2 AND twice = visits * 2"))
                .isEqualTo(ROWS);
    }

    @Test
    void rowWorkRunsToTheEnd() {
        RunStatus status = start(rows(row -> new Transform.Outcome.Changed(
                Map.of("first", String.valueOf(row.get("name")).split(" ", 2)[0] + " \u00e4\ud83d\ude00'\\\""))));

        assertCounts(status, ROWS, ROWS, 0);
        assertThat(database.text("SELECT first FROM users WHERE id = 7")).isEqualTo("First7 \u00e4\ud83d\ude00'\\\"");
    }

    @Test
    void badRowsAreBuriedAndTriedAgain() {
        database.run("UPDATE users SET name = repeat('x', 50) WHERE id IN (1, 77, 78, 1000)");
        Backfill backfill = set(Map.of("first", "substring_index(name, ' ', 1)"));
        RunStatus status = start(backfill);

        assertThat(status.rows().dead()).isEqualTo(4);
        assertThat(database.number("SELECT count(*) FROM users WHERE first IS NULL"))
                .isEqualTo(4);

        database.run("UPDATE users SET name = concat('First', id, ' Last') WHERE first IS NULL");
        RunStatus retried = engine.retry(status.run(), backfill, RunOptions.NONE, "test", signal -> {})
                .orElseThrow();

        assertThat(retried.state()).as("%s", retried).isEqualTo(RunState.SUCCEEDED);
        assertThat(database.number("SELECT count(*) FROM users WHERE first IS NULL"))
                .isZero();
        assertThat(database.number("SELECT count(*) FROM backfill_dead_letter WHERE settled_by IS NULL"))
                .isZero();
    }

    @Test
    void aDryRunForetellsAndLeavesNothing() {
        Backfill backfill = set(Map.of("first", "substring_index(name, ' ', 1)"));

        RehearsalReport report = engine.rehearse(backfill, RunOptions.NONE, true, signal -> {});

        assertThat(report.status().rows().changed()).isEqualTo(ROWS);
        assertThat(database.number("SELECT count(*) FROM users WHERE first IS NOT NULL"))
                .isZero();
        assertThat(database.list("SHOW TABLES")).containsExactly("users");
    }

    @Test
    void whatTheServerReadsOtherwiseIsRefused() {
        for (String odd : List.of("\"name\"", "1 # 2")) {
            assertThatThrownBy(() -> start(set(Map.of("first", odd))))
                    .isInstanceOfSatisfying(BackfillException.class, e -> assertThat(e)
                            .hasMessageContaining("means something else to " + database.product().name));
        }
    }

    @Test
    void aTableWithoutTransactionsIsRefused() {
        database.run("ALTER TABLE users ENGINE = MyISAM");

        assertThatThrownBy(() -> start(set(Map.of("first", "'x'"))))
                .isInstanceOf(BackfillException.class)
                .hasMessageContaining("MyISAM, which has no transactions");
    }

    private RunStatus start(Backfill backfill) {
        return engine.start(backfill, RunOptions.NONE, "test", signal -> {});
    }

    private static void assertCounts(RunStatus status, long scanned, long changed, long dead) {
        assertThat(status.state()).as("%s", status).isEqualTo(RunState.SUCCEEDED);
        assertThat(List.of(
                        status.rows().scanned(),
                        status.rows().changed(),
                        status.rows().dead()))
                .containsExactly(scanned, changed, dead);
    }

    private static Backfill set(Map<String, String> expressions) {
        return work(new Work.Set(expressions)).build();
    }

    private static Backfill rows(java.util.function.Function<Row, Transform.Outcome> change) {
        return work(new Work.Rows("change", new Transform() {
                    @Override
                    public List<String> reads() {
                        return List.of("name");
                    }

                    @Override
                    public List<String> writes() {
                        return List.of("first");
                    }

                    @Override
                    public Outcome apply(Row row) {
                        return change.apply(row);
                    }
                }))
                .build();
    }

    private static Backfill.Builder work(Work work) {
        return Backfill.builder("change", "app", new TableName(null, "users"), work)
                .chunk(new ChunkLimits(7, 100, Duration.ofMillis(200)));
    }
}
