package dev.backfill.testkit;

import static dev.backfill.testkit.UserRuns.assertCounts;
import static dev.backfill.testkit.UserRuns.rows;
import static dev.backfill.testkit.UserRuns.set;
import static dev.backfill.testkit.UserRuns.work;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.BuiltInGuard;
import dev.backfill.definition.ChunkLimits;
import dev.backfill.definition.GuardSetting;
import dev.backfill.definition.Row;
import dev.backfill.definition.Transform;
import dev.backfill.definition.Work;
import dev.backfill.engine.RunOptions;
import dev.backfill.error.BackfillException;
import dev.backfill.rehearsal.RehearsalReport;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.testkit.MariaFixture.Product;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole backfills on MariaDB or MySQL, which holds the table and the control data. */
abstract class MariaEngineContract extends MariaEngineSuite {
    private static final String DEADLOCKS =
            "SELECT COUNT FROM information_schema.INNODB_METRICS WHERE NAME = 'lock_deadlocks'";

    MariaEngineContract(Product product) {
        super(product);
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

    @ParameterizedTest
    @EnumSource(names = {"REPLICATION_LAG", "DEAD_ROWS", "CHECKPOINTS", "DISK"})
    void aGuardThatHasNoSignalIsRefused(BuiltInGuard guard) {
        Backfill guarded = work(new Work.Set(Map.of("first", "substring_index(name, ' ', 1)")))
                .guardSettings(List.of(GuardSetting.limits(guard, null, 0.5)))
                .build();

        assertThatThrownBy(() -> start(guarded))
                .isInstanceOf(BackfillException.class)
                .hasMessageContaining(
                        "guard " + guard.text() + " is set, and " + database.product().name + " has no signal for it");
        assertThat(engine.runs().found()).isEmpty();
    }

    @Test
    void whatIsMissingIsNotTheCurrentTime() {
        database.run("ALTER TABLE users ADD at timestamp(3) NOT NULL DEFAULT '2020-01-01 00:00:00'");
        String at = "IF(id = 5, NULL, TIMESTAMP('2021-02-03 04:05:06'))";

        RunStatus set = start(set(Map.of("at", at)));
        RunStatus rows =
                start(work(new Work.Rows("gone", new Gone())).where("id <= 50").build());

        assertCounts(set, ROWS, ROWS - 1, 1);
        assertThat(rows.state()).as("%s", rows).isEqualTo(RunState.SUCCEEDED);
        assertThat(List.of(rows.rows().changed(), rows.rows().dead())).containsExactly(0L, 50L);
        assertThat(database.text("SELECT at FROM users WHERE id = 5")).startsWith("2020-01-01 00:00:00");
        assertThat(database.number("SELECT count(*) FROM users WHERE at = '2021-02-03 04:05:06'"))
                .isEqualTo(ROWS - 1);
        assertThat(engine.deadLetters(set.run(), 9)).singleElement().satisfies(letter -> assertThat(letter.error())
                .contains("NOT NULL"));
    }

    /** Takes the time away. */
    private static final class Gone implements Transform {
        @Override
        public List<String> reads() {
            return List.of("at");
        }

        @Override
        public List<String> writes() {
            return List.of("at");
        }

        @Override
        public Outcome apply(Row row) {
            Map<String, Object> nothing = new HashMap<>();
            nothing.put("at", null);
            return new Outcome.Changed(nothing);
        }
    }

    @Test
    void aValueThatIsAnotherOneEachTimeIsNoReasonToFail() {
        RunStatus status = start(work(new Work.Set(Map.of("first", "left(uuid(), 20)")))
                .where("first IS NULL")
                .build());

        assertCounts(status, ROWS, ROWS, 0);
        assertThat(database.number("SELECT count(DISTINCT first) FROM users")).isGreaterThan(ROWS / 2);
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

    /** The application has written more than the chunk, so that the server takes the chunk for the one to be rolled back. */
    @Test
    void aChunkThatADeadlockEndsIsDoneAgain() throws Exception {
        database.run(
                "CREATE TABLE ballast (id int PRIMARY KEY, n int)",
                "INSERT INTO ballast SELECT seq, 0 FROM " + database.numbers(ROWS));
        long before = database.number(DEADLOCKS);
        try (Connection application = DriverManager.getConnection(database.url());
                Statement statement = application.createStatement()) {
            application.setAutoCommit(false);
            CompletableFuture<Void> crossing = new CompletableFuture<>();
            AtomicBoolean begun = new AtomicBoolean();
            RunListener listener = signal -> {
                if (signal instanceof RunSignal.ChunkCommitted && begun.compareAndSet(false, true)) {
                    execute(statement, "UPDATE ballast SET n = n + 1");
                    execute(statement, "UPDATE users SET visits = 1000 WHERE id = " + ROWS);
                    crossing.completeAsync(() -> {
                        cross(statement, application, before);
                        return null;
                    });
                }
            };

            RunStatus status = engine.start(
                    work(new Work.Set(Map.of("first", "substring_index(name, ' ', 1)")))
                            .chunk(new ChunkLimits(50, 50, Duration.ofSeconds(5)))
                            .build(),
                    new RunOptions(1, null, null),
                    "test",
                    listener);

            crossing.get(60, TimeUnit.SECONDS);
            assertCounts(status, ROWS, ROWS, 0);
        }
        assertThat(database.number(DEADLOCKS)).isGreaterThan(before);
        assertThat(database.number("SELECT count(*) FROM users WHERE visits = 1000 AND first = concat('First', id)"))
                .isGreaterThanOrEqualTo(2);
    }

    /**
     * Asks for what the chunk has, once the chunk waits for what the application has: again, if the chunk had given up its
     * wait by then.
     */
    private void cross(Statement statement, Connection application, long deadlocks) {
        long until = System.nanoTime() + Duration.ofSeconds(50).toNanos();
        for (int id = ROWS - 1; database.number(DEADLOCKS) == deadlocks; id--) {
            awaitTheChunksWait(until);
            execute(statement, "UPDATE users SET visits = 1000 WHERE id = " + id);
        }
        try {
            application.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitTheChunksWait(long until) {
        while (database.number("SELECT count(*) FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT'"
                        + " AND trx_query LIKE '%users%'")
                == 0) {
            assertThat(System.nanoTime())
                    .as("the chunk waits for a row in time")
                    .isLessThan(until);
            // whoever asks more often is told what was
            LockSupport.parkNanos(110_000_000);
        }
    }

    private static void execute(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aTableWithoutTransactionsIsRefused() {
        database.run("ALTER TABLE users ENGINE = MyISAM");

        assertThatThrownBy(() -> start(set(Map.of("first", "'x'"))))
                .isInstanceOf(BackfillException.class)
                .hasMessageContaining("MyISAM, which has no transactions");
    }
}
