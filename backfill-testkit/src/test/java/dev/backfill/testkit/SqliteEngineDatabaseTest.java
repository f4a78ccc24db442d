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
import dev.backfill.plan.Finding;
import dev.backfill.plan.Plan;
import dev.backfill.rehearsal.RehearsalReport;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole backfills on SQLite, with its control data beside it. */
@ParameterizedClass
@ValueSource(strings = {"wal", "delete"})
class SqliteEngineDatabaseTest {
    private static final int ROWS = 1000;
    private static final String FIRST_WORD = "substr(name, 1, instr(name, ' ') - 1)";

    private final SqliteFixture database;
    private BackfillEngine engine;

    SqliteEngineDatabaseTest(String journal) {
        this.database = new SqliteFixture(journal);
    }

    @BeforeEach
    void table() {
        database.run(
                "CREATE TABLE users (id INTEGER PRIMARY KEY, name varchar(60) COLLATE NOCASE, first TEXT COLLATE NOCASE,"
                        + " visits int NOT NULL)",
                "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < " + ROWS + ")"
                        + " INSERT INTO users SELECT n, 'First' || n || ' Last', NULL, n % 7 FROM s");
        engine = Engines.create(Map.of("app", database.open()), null);
    }

    @AfterEach
    void close() throws Exception {
        engine.close();
        database.close();
    }

    @Test
    void sqlWorkRunsToTheEndAndIsVerified() {
        RunStatus status = start(set(Map.of("first", FIRST_WORD)));

        assertCounts(status, ROWS, ROWS, 0);
        assertThat(status.verification().state()).isEqualTo(Verification.State.PASSED);
        assertThat(database.number("SELECT count(*) FROM users WHERE first = 'First' || id"))
                .isEqualTo(ROWS);
        assertThat(Path.of(database.path() + ".backfill.mv.db")).exists();
        assertThat(database.list("SELECT name FROM sqlite_schema WHERE name LIKE 'backfill_batch%'"))
                .isEmpty();
    }

    @Test
    void aSecondRunChangesNothing() {
        start(set(Map.of("first", FIRST_WORD)));

        assertCounts(start(set(Map.of("first", FIRST_WORD))), ROWS, 0, 0);
    }

    @Test
    void aChangeOfCaseAloneIsAChange() {
        database.run("UPDATE users SET first = 'x'");

        assertCounts(start(set(Map.of("first", "'X'"))), ROWS, ROWS, 0);
        assertThat(database.number("SELECT count(*) FROM users WHERE first = 'X' COLLATE BINARY"))
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
        database.run(
                "CREATE TRIGGER bad BEFORE UPDATE OF first ON users WHEN length(NEW.first) > 20"
                        + " BEGIN SELECT RAISE(ABORT, 'too long'); END",
                "UPDATE users SET name = 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx ' WHERE id IN (1, 77, 78, 1000)");
        Backfill backfill = set(Map.of("first", FIRST_WORD));
        RunStatus status = start(backfill);

        assertThat(status.rows().dead()).isEqualTo(4);
        assertThat(database.number("SELECT count(*) FROM users WHERE first IS NULL"))
                .isEqualTo(4);

        database.run("UPDATE users SET name = 'First' || id || ' Last' WHERE first IS NULL");
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
        RehearsalReport report = engine.rehearse(set(Map.of("first", FIRST_WORD)), RunOptions.NONE, true, signal -> {});

        assertThat(report.status().rows().changed()).isEqualTo(ROWS);
        assertThat(database.number("SELECT count(*) FROM users WHERE first IS NOT NULL"))
                .isZero();
        assertThat(database.list("SELECT name FROM sqlite_schema WHERE type = 'table'"))
                .containsExactly("users");
        assertThat(Files.exists(Path.of(database.path() + ".backfill.mv.db"))).isFalse();
    }

    @Test
    void aRunIsPausedAndResumed() {
        Thread caller = Thread.currentThread();
        RunStatus paused = engine.start(set(Map.of("visits", "visits + 1")), RunOptions.NONE, "test", signal -> {
            if (signal instanceof RunSignal.ChunkCommitted) {
                caller.interrupt();
            }
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(paused.state()).as("%s", paused).isEqualTo(RunState.PAUSED);

        RunStatus done = engine.resume(paused.run(), set(Map.of("visits", "visits + 1")), false, "test", signal -> {});

        assertCounts(done, ROWS, ROWS, 0);
        assertThat(database.number("SELECT count(*) FROM users WHERE visits = id % 7 + 1"))
                .isEqualTo(ROWS);
    }

    @Test
    void guardsWithoutASignalAreSaidToBeMissing() {
        Plan plan = engine.plan(set(Map.of("first", FIRST_WORD)));

        assertThat(plan.refused()).isFalse();
        assertThat(plan.findings())
                .filteredOn(finding -> finding.code().equals("guards-missing"))
                .extracting(Finding::saw)
                .containsExactly(
                        "SQLite has no signal for the guards active-sessions, checkpoints, connections, dead-rows,"
                                + " lock-waiters, log-rate, replica-lag, replication-lag, replication-lag-bytes");
    }

    @Test
    void whatSqliteReadsOtherwiseIsRefused() {
        for (String odd : List.of("(SELECT \"nobody\")", "name::text")) {
            assertThatThrownBy(() -> start(set(Map.of("first", odd))))
                    .isInstanceOf(BackfillException.class)
                    .hasMessageContaining("SQLite");
        }
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
