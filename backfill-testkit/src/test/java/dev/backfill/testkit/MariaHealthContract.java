package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Health;
import dev.backfill.database.OwnTables;
import dev.backfill.database.TransactionOptions;
import dev.backfill.database.sql.Databases;
import dev.backfill.definition.TableName;
import dev.backfill.testkit.MariaFixture.Product;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each signal on a situation that a second connection makes. */
abstract class MariaHealthContract {
    private static final String LONG = "SELECT sum(a.n) FROM t a, t b, t c, t d";

    private final MariaFixture server;
    private Database database;
    private Health health;

    MariaHealthContract(Product product) {
        this.server = new MariaFixture(product);
    }

    @BeforeEach
    void open() {
        server.run(
                "CREATE TABLE t (id int PRIMARY KEY, n int)",
                "INSERT INTO t SELECT seq, 0 FROM " + server.numbers(1000));
        database = server.open();
        health = database.health(database.describe(new TableName(null, "t")));
    }

    @AfterEach
    void close() {
        health.close();
        database.close();
    }

    @Test
    void aCommitIsMeasuredOnceThereIsATableForIt() {
        assertThat(health.commit()).isEmpty();
        database.home().install(OwnTables.LEDGER);

        assertThat(health.commit().orElseThrow()).isPositive();
        assertThat(health.commit().orElseThrow()).isPositive();
        assertThat(server.number("SELECT count(*) FROM backfill_pulse")).isEqualTo(1);
    }

    @Test
    void whoWaitsForAChunkIsSeenAndLetThrough() throws SQLException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch seen = new CountDownLatch(1);
        CompletableFuture<Integer> chunk =
                CompletableFuture.supplyAsync(() -> database.transact(TransactionOptions.CHUNK, session -> {
                    int changed = session.update("UPDATE t SET n = 1 WHERE id <= 10");
                    begun.countDown();
                    await(seen);
                    // SLEEP would not fail on every server when it is ended
                    return changed
                            + (int) session.one(LONG, row -> row.number(1)).longValue();
                }));
        await(begun);
        CompletableFuture<Integer> other =
                CompletableFuture.supplyAsync(() -> update("UPDATE t SET n = 2 WHERE id = 5"));
        Health.Activity activity = health.activity();
        while (activity.waitersForUs() == 0 && !other.isDone()) {
            forget();
            activity = health.activity();
        }
        assertThat(activity.waitersForUs()).isEqualTo(1);
        assertThat(activity.lockWaiters()).isEqualTo(1);
        seen.countDown();
        while (!other.isDone()) {
            health.release();
            forget();
        }

        assertThat(other.join()).isEqualTo(1);
        assertThatThrownBy(chunk::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(DatabaseException.class, e -> {
                    assertThat(e.failureClass()).isEqualTo(FailureClass.CONTENTION);
                    assertThat(e.cancelled()).isTrue();
                });
        assertThat(server.number("SELECT count(*) FROM t WHERE n = 1")).isZero();
        forget();
        assertThat(health.activity().lockWaiters()).isZero();
    }

    /** As the pool opens them for somebody who then gets another. */
    @Test
    void connectionsOfOurOwnAreNoOthersBeforeTheyAreUsed() throws SQLException, InterruptedException {
        DataSource pool = database.home().dataSource();
        // more than were used before
        try (Connection first = pool.getConnection();
                Connection second = pool.getConnection();
                Connection third = pool.getConnection()) {
            assertThat(List.of(first, second, third)).allMatch(MariaHealthContract::isOpen);
            // those of other tests end a moment after they are closed; one that did anything counts for five seconds
            long deadline = System.nanoTime() + 4_000_000_000L;
            int others = health.activity().others();
            while (others > 0 && System.nanoTime() < deadline) {
                Thread.sleep(50);
                forget();
                others = health.activity().others();
            }
            assertThat(others).isZero();
        }
    }

    private static boolean isOpen(Connection connection) {
        try {
            return connection.isValid(10);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anOldTransactionOfOthersIsSeen() throws SQLException {
        assertThat(health.oldestSnapshot()).isZero();
        forget();
        try (Connection other = DriverManager.getConnection(server.url())) {
            other.setAutoCommit(false);
            try (var statement = other.createStatement()) {
                statement.execute("UPDATE t SET n = 3 WHERE id = 1");
                assertThat(health.oldestSnapshot()).isPositive();
            }
            other.rollback();
        }
        forget();
        assertThat(health.oldestSnapshot()).isZero();
    }

    @Test
    void theLogGrowsWithWhatIsWritten() {
        Health.Log before = health.log();
        server.run("UPDATE t SET n = n + 1");
        Health.Log after = health.log();

        assertThat(after.writtenBytes()).isGreaterThan(before.writtenBytes());
        assertThat(after.bytesToCheckpoint()).isPositive();
    }

    @Test
    void oldVersionsOfRowsAreCountedForAsLongAsSomebodyReadsThem() throws SQLException {
        assertThat(health.internals().flowControlSeconds()).as("no cluster").isEmpty();
        assertThat(health.internals().binlogBytes()).as("no log for replicas").isEmpty();
        try (Connection reader = DriverManager.getConnection(server.url());
                var statement = reader.createStatement()) {
            statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
            for (int i = 0; i < 50; i++) {
                server.run("UPDATE t SET n = n + 1 WHERE id = 7");
            }
            assertThat(health.internals().historyList().orElseThrow()).isBetween(50.0, 2000.0);
            statement.execute("ROLLBACK");
        }
    }

    /** On a server of its own that writes one. */
    @Test
    void theLogForReplicasGrowsWithWhatIsWritten() {
        String log = "--log-bin=binlog";
        try (DatabaseServer writing = server.product() == Product.MARIADB
                ? MariaServer.start(log)
                : MySqlServer.start("--log-bin=binlog", "--server-id=1")) {
            String url = writing.createDatabase();
            Sql.run(url, "CREATE TABLE t (id int PRIMARY KEY, word varchar(1000))");
            try (Database other = Databases.open(new DatabaseSettings("app", url, null, null, null, 2));
                    Health view = other.health(other.describe(new TableName(null, "t")))) {
                Health.Internals before = view.internals();
                for (int i = 0; i < 100; i++) {
                    Sql.run(url, "INSERT INTO t VALUES (" + i + ", '" + "x".repeat(1000) + "')");
                }
                Health.Internals after = view.internals();

                assertThat(after.binlogBytes().orElseThrow()
                                - before.binlogBytes().orElseThrow())
                        .isBetween(100_000.0, 400_000.0);
                assertThat(after.binlogFileBytes()).isEqualTo(1L << 30);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void connectionsAreCounted() {
        assertThat(health.connections().used()).isPositive();
        assertThat(health.connections().allowed())
                .isGreaterThan(health.connections().used());
        assertThat(health.standbys()).isEmpty();
        assertThat(health.replicas()).isEmpty();
        assertThat(health.diskUsed()).isEmpty();
        assertThat(health.deadRows().dead()).isZero();
    }

    @Test
    void aQueryIsReadAndCanChangeNothing() {
        assertThat(health.query("SELECT count(*) FROM t")).isEqualTo(1000);
        assertThatThrownBy(() -> health.query("SELECT n FROM t")).hasMessageContaining("more than one row");
        assertThatThrownBy(() -> health.query("SELECT 'secret'")).hasMessageNotContaining("secret");
        server.run("CREATE FUNCTION sly() RETURNS int MODIFIES SQL DATA BEGIN UPDATE t SET n = -1; RETURN 1; END");
        assertThatThrownBy(() -> health.query("SELECT sly()")).isInstanceOf(DatabaseException.class);
        assertThat(server.number("SELECT count(*) FROM t WHERE n = -1")).isZero();
    }

    @Test
    void whoMayNotSeeOthersIsTold() {
        server.run(
                "DROP USER IF EXISTS blind@'%'",
                "CREATE USER blind@'%' IDENTIFIED BY ''",
                "GRANT SELECT, UPDATE ON " + server.text("SELECT DATABASE()") + ".* TO blind@'%'");
        String url = server.url().replace("user=root", "user=blind");
        try (Database blind = Databases.open(new DatabaseSettings("app", url, null, null, null, 2));
                Health view = blind.health(blind.describe(new TableName(null, "t")))) {
            assertThatThrownBy(view::activity).hasMessageContaining("GRANT PROCESS");
        }
    }

    @Test
    void aReplicaThatFollowsNobodyIsRefused() {
        DatabaseSettings replica = new DatabaseSettings("second", server.url(), null, null, null, 1);
        DatabaseSettings settings =
                new DatabaseSettings("app", server.url(), null, null, null, 2, List.of(replica), null);
        try (Database primary = Databases.open(settings);
                Health view = primary.health(primary.describe(new TableName(null, "t")))) {
            assertThatThrownBy(view::replicas).hasMessageContaining("replica second: the server is no replica");
        }
    }

    private int update(String sql) {
        try (Connection other = DriverManager.getConnection(server.url());
                var statement = other.createStatement()) {
            return statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The server shows its transactions as it saw them until nobody has looked for a tenth of a second. */
    private static void forget() {
        long end = System.nanoTime() + 200_000_000;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
