package dev.backfill.testkit;

import static dev.backfill.testkit.UserRuns.assertCounts;
import static dev.backfill.testkit.UserRuns.rows;
import static dev.backfill.testkit.UserRuns.set;
import static dev.backfill.testkit.UserRuns.work;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.sql.Databases;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.BuiltInGuard;
import dev.backfill.definition.GuardSetting;
import dev.backfill.definition.OnConflict;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Transform;
import dev.backfill.definition.Work;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.Engines;
import dev.backfill.engine.RunOptions;
import dev.backfill.error.BackfillException;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Plan;
import dev.backfill.plan.Severity;
import dev.backfill.rehearsal.RehearsalReport;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
    /** Slow enough for a pause to come in time. */
    private static final RunOptions SLOW = new RunOptions(null, 300, null);

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
    void namesAreMeantInAnyCase() {
        database.run(
                "ALTER TABLE users ADD COLUMN displayName TEXT",
                "CREATE TABLE people (personId INTEGER PRIMARY KEY, displayName TEXT)");

        RunStatus set = start(work(new Work.Set(Map.of("displayName", "upper(NAME)")))
                .where("displayname IS NULL AND rowid > 0")
                .build());
        RunStatus copied = start(work(new Work.Copy(
                        TableName.parse("people"),
                        Map.of("personId", "ID", "displayName", "DISPLAYNAME"),
                        OnConflict.SKIP))
                .build());

        assertCounts(set, ROWS, ROWS, 0);
        assertCounts(copied, ROWS, ROWS, 0);
        assertThat(database.number("SELECT count(*) FROM people WHERE displayName = 'FIRST' || personId || ' LAST'"))
                .isEqualTo(ROWS);
    }

    @Test
    void rowWorkRunsToTheEnd() {
        RunStatus status = start(rows(row -> new Transform.Outcome.Changed(
                Map.of("first", String.valueOf(row.get("name")).split(" ", 2)[0] + " \u00e4\ud83d\ude00'\\\""))));

        assertCounts(status, ROWS, ROWS, 0);
        assertThat(database.text("SELECT first FROM users WHERE id = 7")).isEqualTo("First7 \u00e4\ud83d\ude00'\\\"");
    }

    /** What a program with other characters has written cannot be given to a transform, and is one row's fault. */
    @Test
    void aRowOfBytesThatAreNoCharactersIsBuried() {
        database.run("UPDATE users SET name = CAST(x'4dfc6c6c6572' AS TEXT) WHERE id = 77");

        RunStatus status = start(rows(row -> new Transform.Outcome.Changed(Map.of("first", "x"))));

        assertCounts(status, ROWS, ROWS - 1, 1);
        assertThat(engine.deadLetters(status.run(), 10).get(0).error()).contains("column name");
        assertThat(database.text("SELECT hex(name) FROM users WHERE id = 77 AND first IS NULL"))
                .isEqualTo("4DFC6C6C6572");
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
        RunStatus paused = engine.start(set(Map.of("visits", "visits + 1")), SLOW, "test", signal -> {
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

    @Test
    void moreWorkersThanOneAreAFinding() {
        assertThat(engine.plan(work(new Work.Set(Map.of("first", FIRST_WORD)))
                                .workers(4)
                                .build())
                        .findings())
                .filteredOn(finding -> finding.code().equals("one-writer"))
                .extracting(Finding::severity, Finding::saw)
                .containsExactly(
                        tuple(
                                Severity.INFO,
                                "the run would have 4 workers, and SQLite lets one transaction write at a time: they take turns"));
    }

    @Test
    void aGuardThatHasNoSignalIsRefused() {
        Backfill guarded = work(new Work.Set(Map.of("first", FIRST_WORD)))
                .guardSettings(List.of(GuardSetting.limits(BuiltInGuard.LOCK_WAITERS, 1.0, 2.0)))
                .build();

        assertRefused(() -> start(guarded), "guard lock-waiters is set, and SQLite has no signal for it");
    }

    @Test
    void aCopyFillsAnotherTable() {
        database.run("CREATE TABLE copied (id INTEGER PRIMARY KEY, name text)");
        Backfill copy = work(new Work.Copy(
                        null, new TableName(null, "copied"), Map.of("id", "id", "name", "name"), OnConflict.SKIP))
                .build();

        assertCounts(start(copy), ROWS, ROWS, 0);
        assertCounts(start(copy), ROWS, 0, 0);
    }

    @Test
    void whatIsNoFileIsRefused() {
        for (String url : List.of("jdbc:sqlite:", "jdbc:sqlite::memory:", "jdbc:sqlite:file:x?mode=memory")) {
            assertRefused(
                    () -> Databases.open(new DatabaseSettings("app", url, null, null, null, 8)),
                    "the address names no file");
        }
    }

    @Test
    void aFileThatIsNotThereIsNotMade() {
        String url = database.url().replace(".db", "-gone.db");
        try (BackfillEngine other = Engines.create(
                Map.of("app", Databases.open(new DatabaseSettings("app", url, null, null, null, 8))), null)) {
            assertRefused(() -> other.check(set(Map.of("first", "'x'"))), "there is no file");
        }
        assertThat(Path.of(database.path().replace(".db", "-gone.db"))).doesNotExist();
    }

    @Test
    void controlDataMayBeInAnH2ThatIsNamedAndTablesMayNot() {
        String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
        Database named = Databases.open(new DatabaseSettings("elsewhere", url, "sa", "", null, 8));
        try (BackfillEngine other = Engines.create(Map.of("app", database.open(), "elsewhere", named), named)) {
            assertCounts(
                    other.start(set(Map.of("first", FIRST_WORD)), RunOptions.NONE, "test", signal -> {}),
                    ROWS,
                    ROWS,
                    0);
            assertThat(Path.of(database.path() + ".backfill.mv.db")).doesNotExist();
            Backfill wrong = Backfill.builder(
                            "wrong", "elsewhere", new TableName(null, "t"), new Work.Set(Map.of("a", "1")))
                    .build();
            assertRefused(() -> other.check(wrong), "is H2, which is supported for control data alone");
        }
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(BackfillException.class).hasMessageContaining(message);
    }

    private RunStatus start(Backfill backfill) {
        return engine.start(backfill, RunOptions.NONE, "test", signal -> {});
    }
}
