package dev.backfill.database.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Health;
import dev.backfill.database.Health.Activity;
import dev.backfill.database.TransactionOptions;
import dev.backfill.definition.TableName;
import dev.backfill.preflight.Fixture;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is really going on in a real server, and what is seen of it. */
class PostgresHealthDatabaseTest {
    private static final TableName USERS = new TableName(null, "users");

    private Database database;
    private Health health;

    @BeforeEach
    void open() {
        Fixture.users(1000);
        database = Fixture.open();
        health = database.health(database.describe(USERS));
    }

    @AfterEach
    void close() {
        health.close();
        database.close();
    }

    @Test
    void whoWaitsForAChunkIsSeenAndLetThroughAndTheChunkFailsWithContention() throws Exception {
        CountDownLatch locked = new CountDownLatch(1);
        CompletableFuture<Void> chunk =
                CompletableFuture.runAsync(() -> database.transact(TransactionOptions.CHUNK, s -> {
                    s.update("UPDATE users SET first_name = 'chunk' WHERE id = 1");
                    locked.countDown();
                    return s.update("UPDATE users SET first_name = 'chunk' WHERE id = 2 AND pg_sleep(30) IS NULL");
                }));
        locked.await();
        assertThat(health.activity()).extracting(Activity::waitersForUs).isEqualTo(0);
        assertThat(health.release()).as("nobody waits").isZero();
        CompletableFuture<Void> application =
                CompletableFuture.runAsync(() -> Fixture.sql("UPDATE users SET first_name = 'app' WHERE id = 1"));
        await(() -> health.activity().waitersForUs() == 1);
        assertThat(health.activity().lockWaiters()).isEqualTo(1);

        assertThat(health.release()).isEqualTo(1);

        application.join();
        DatabaseException failure =
                (DatabaseException) chunk.handle((nothing, e) -> e.getCause()).join();
        assertThat(failure.failureClass()).isEqualTo(FailureClass.CONTENTION);
        assertThat(failure.sqlState()).isEqualTo("57014");
        assertThat(Fixture.one("SELECT first_name FROM users WHERE id = 1")).isEqualTo("app");
    }

    @Test
    void workersThatAreInNobodysWayAndThoseOfOtherProcessesAreLeftAlone() throws Exception {
        CountDownLatch locked = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        try (Database other = Fixture.open()) {
            CompletableFuture<Void> idle = holding(database, 5, locked, end);
            CompletableFuture<Void> foreign = holding(other, 1, locked, end);
            locked.await();
            CompletableFuture<Void> application =
                    CompletableFuture.runAsync(() -> Fixture.sql("UPDATE users SET first_name = 'app' WHERE id = 1"));
            await(() -> health.activity().lockWaiters() == 1);

            assertThat(health.activity().waitersForUs()).isZero();
            assertThat(health.release()).isZero();

            end.countDown();
            idle.join();
            foreign.join();
            application.join();
        }
    }

    private static CompletableFuture<Void> holding(Database of, int id, CountDownLatch locked, CountDownLatch end) {
        return CompletableFuture.runAsync(() -> of.transact(TransactionOptions.CHUNK, s -> {
            s.update("UPDATE users SET first_name = 'chunk' WHERE id = ?", id);
            locked.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return s.update("UPDATE users SET first_name = 'chunk' WHERE id = ?", id + 1);
        }));
    }

    /** A chunk's session bears the name only while it is in the chunk. */
    @Test
    void aSessionIsAWorkerOnlyInsideItsChunk() {
        String name = "SELECT current_setting('application_name')";
        String inside = database.transact(TransactionOptions.CHUNK, s -> s.one(name, row -> row.string(1)));
        String outside = database.transact(TransactionOptions.CONTROL, s -> s.one(name, row -> row.string(1)));
        assertThat(inside).matches("backfill-[0-9a-f-]{13}");
        assertThat(outside).isEqualTo("backfill");
    }

    @Test
    void othersAreSeenAtWorkAndTheEngineIsNotOneOfThem() throws Exception {
        Activity before = health.activity();
        database.transact(TransactionOptions.CONTROL, s -> s.now());
        assertThat(health.activity().others()).isLessThanOrEqualTo(before.others());
        try (Sleeper sleeper = new Sleeper("")) {
            assertThat(sleeper.sleeping).isNotDone();
            await(() -> health.activity().active() == 1);
            assertThat(health.activity().others()).isPositive();
        }
        await(() -> health.activity().active() == 0);
    }

    @Test
    void aCommitWritesToTheLogAndIsTimed() {
        // the embedded server does not wait for its log unless it is told to
        Fixture.sql("ALTER ROLE postgres SET synchronous_commit = on");
        String position = "SELECT pg_current_wal_flush_lsn() - '0/0'";
        double before = Double.parseDouble(Fixture.one(position));
        double seconds = health.commit();
        assertThat(seconds).isPositive().isLessThan(2);
        double after = Double.parseDouble(Fixture.one(position));
        Fixture.sql("ALTER ROLE postgres RESET synchronous_commit");
        assertThat(after).as("flushed").isGreaterThan(before);
    }

    @Test
    void anOldSnapshotIsSeenAndOneThatIsGoneIsNot() throws Exception {
        assertThat(health.oldestSnapshot()).isZero();
        try (Connection reader = Fixture.connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            statement.execute("SELECT count(*) FROM users");
            Fixture.sql("UPDATE users SET visits = visits + 1 WHERE id = 1");
            await(() -> health.oldestSnapshot() > 0.3);
            reader.rollback();
        }
        assertThat(health.oldestSnapshot()).isZero();
    }

    @Test
    void deadRowsAreSeenUntilTheyAreRemoved() {
        Fixture.sql("ALTER TABLE users SET (autovacuum_enabled = false)", "UPDATE users SET visits = visits + 1");
        await(() -> health.deadRows().dead() == 1000);
        assertThat(health.deadRows().live()).as("an estimate").isBetween(1000L, 2000L);
        assertThat(health.deadRows().cleaning()).isFalse();
        Fixture.sql("VACUUM users");
        await(() -> health.deadRows().dead() == 0);
    }

    @Test
    void theLogGrowsAndForcedCheckpointsAreCounted() {
        Health.Log before = health.log();
        Fixture.sql("UPDATE users SET visits = visits + 1", "CHECKPOINT");
        await(() -> health.log().forcedCheckpoints() == before.forcedCheckpoints() + 1);
        assertThat(health.log().writtenBytes()).isGreaterThan(before.writtenBytes() + 10_000);
        assertThat(before.bytesToCheckpoint()).isBetween(64L << 20, 1L << 30);
    }

    @Test
    void connectionsAreCountedAgainstWhatUsersMayHave() throws SQLException {
        Health.Connections before = health.connections();
        int max = Integer.parseInt(Fixture.one("SHOW max_connections"));
        int reserved = Integer.parseInt(Fixture.one("SHOW superuser_reserved_connections"));
        assertThat(before.allowed()).isEqualTo(max - reserved);
        try (Connection first = Fixture.connect();
                Connection second = Fixture.connect()) {
            assertThat(first).isNotSameAs(second);
            assertThat(health.connections().used()).isGreaterThanOrEqualTo(2 + 1);
        }
    }

    @Test
    void theDiskOfAServerOnThisMachineIsSeen() {
        assertThat(health.diskUsed()).isPresent();
        assertThat(health.diskUsed().getAsDouble()).isStrictlyBetween(0.0, 1.0);
    }

    @Test
    void aServerWithoutStandbysHasNone() {
        assertThat(health.standbys()).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1 WHERE false              | no row",
                "SELECT id FROM users              | more than one row",
                "SELECT NULL::int                  | NULL",
                "SELECT 'secret'                   | a column of type text",
                "SELECT true                       | a column of type bool",
                "SELECT 1, 2                       | 2 columns",
                "SELECT 'NaN'::float8              | NaN, which is no number",
            })
    void aQueryThatAnswersNoNumberIsRefusedWithWhatCame(String sql, String came) {
        DatabaseException refused = catchThrowableOfType(DatabaseException.class, () -> health.query(sql));
        assertThat(refused.failureClass()).isEqualTo(FailureClass.DEFINITIVE);
        assertThat(refused)
                .hasMessage("the query answers " + came + "; expected exactly one row with one number")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT count(*) FROM users        | 1000",
                "SELECT 1.5                        | 1.5",
                "SELECT 2::smallint                | 2",
                "SELECT '{\"a\":1}'::jsonb ? 'a' IS NOT NULL AND false OR 3 > 2 | refused",
                "SELECT 4 WHERE '{\"a\":1}'::jsonb ? 'a' | 4",
            })
    void aQueryThatAnswersANumberIsRead(String sql, String expected) {
        if (expected.equals("refused")) {
            assertThatThrownBy(() -> health.query(sql)).hasMessageContaining("a column of type bool");
        } else {
            assertThat(health.query(sql)).isEqualTo(Double.parseDouble(expected));
        }
    }

    @Test
    void aQueryCanChangeNothing() {
        Fixture.sql("CREATE OR REPLACE FUNCTION change() RETURNS int LANGUAGE sql AS"
                + " 'UPDATE users SET visits = -1 RETURNING 1'");
        for (String sql : new String[] {"SELECT change()", "COMMIT; UPDATE users SET visits = -1", "SET jit = on"}) {
            assertThatThrownBy(() -> health.query(sql)).as(sql).isInstanceOf(DatabaseException.class);
        }
        assertThat(Fixture.one("SELECT count(*) FROM users WHERE visits = -1")).isEqualTo("0");
        assertThat(health.query("SELECT 1")).isEqualTo(1);
    }

    @Test
    void aQueryThatHangsIsGivenUpAndTheNextOneGoes() {
        long begin = System.nanoTime();
        DatabaseException late =
                catchThrowableOfType(DatabaseException.class, () -> health.query("SELECT 1 FROM pg_sleep(20)"));
        assertThat(late.sqlState()).isEqualTo("57014");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        assertThat(health.query("SELECT 1")).isEqualTo(1);
    }

    @Test
    void aBrokenConnectionIsReplaced() {
        assertThat(health.query("SELECT 1")).isEqualTo(1);
        Fixture.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE application_name = 'backfill' AND pid <> pg_backend_pid()");
        assertThatThrownBy(() -> health.query("SELECT 1"))
                .isInstanceOfSatisfying(DatabaseException.class, e -> assertThat(e.failureClass())
                        .isEqualTo(FailureClass.CONNECTION));
        assertThat(health.query("SELECT 1")).isEqualTo(1);
    }

    /** Without pg_monitor the others' sessions are there but show nothing. */
    @Test
    void aRestrictedUserStillSeesWhoIsThereAndWhoWaits() throws Exception {
        Fixture.sql(
                "DROP ROLE IF EXISTS modest",
                "CREATE ROLE modest LOGIN PASSWORD 'postgres'",
                "GRANT SELECT, UPDATE ON users TO modest");
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (Database modest = Fixture.open("modest");
                Health view = modest.health(modest.describe(USERS));
                Sleeper sleeper = new Sleeper(" REPEATABLE READ")) {
            assertThat(sleeper.sleeping).isNotDone();
            await(() -> view.activity().others() > 0);
            assertThat(view.activity().active()).as("hidden").isZero();
            assertThat(view.commit()).isPositive();
            assertThat(view.diskUsed()).as("may not know where the data is").isEmpty();
            assertThat(view.standbys()).isEmpty();
            assertThat(view.connections().used()).isGreaterThanOrEqualTo(2);

            CompletableFuture<Void> chunk = holding(modest, 1, locked, end);
            locked.await();
            CompletableFuture<Void> application =
                    CompletableFuture.runAsync(() -> Fixture.sql("UPDATE users SET first_name = 'app' WHERE id = 1"));
            await(() -> view.activity().waitersForUs() == 1);
            assertThat(view.release()).isEqualTo(1);
            end.countDown();
            chunk.join();
            application.join();
            await(() -> view.oldestSnapshot() > 0.3);
        } finally {
            Fixture.sql("DROP OWNED BY modest", "DROP ROLE modest");
        }
    }

    private static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
            Thread.onSpinWait();
        }
    }

    /** A session of somebody else that is in the middle of a statement, until it is closed. */
    private static final class Sleeper implements AutoCloseable {
        private final Connection connection = Fixture.connect();
        private final Statement statement = connection.createStatement();
        private final CompletableFuture<Void> sleeping;

        Sleeper(String isolation) throws SQLException {
            connection.setAutoCommit(false);
            if (!isolation.isEmpty()) {
                statement.execute("SET TRANSACTION ISOLATION LEVEL" + isolation);
            }
            sleeping = CompletableFuture.runAsync(this::sleep);
        }

        private void sleep() {
            try {
                statement.execute("SELECT count(*), pg_sleep(60) FROM users WHERE id = 1");
            } catch (SQLException e) {
                assertThat(e.getSQLState()).isEqualTo("57014");
            }
        }

        @Override
        public void close() throws SQLException {
            statement.cancel();
            sleeping.join();
            connection.close();
        }
    }
}
