package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.Health;
import dev.backfill.database.sql.Databases;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.BuiltInGuard;
import dev.backfill.definition.ChunkLimits;
import dev.backfill.definition.GuardSetting;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.Engines;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A primary and a replica that follows it: what the replica says of how far it is, and what a run makes of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MariaReplicaContract {
    private static final int ROWS = 500;

    private DatabaseServer primary;
    private DatabaseServer second;
    private String url;
    private String replica;
    private int marks;

    /** Starts one that writes a binary log under the number given. */
    abstract DatabaseServer start(int number);

    /** Makes the other follow that server, from its first moment on; to be run on the replica. */
    abstract List<String> follow(String port);

    @BeforeAll
    void startBoth() throws Exception {
        primary = start(1);
        second = start(2);
        // what was done to make the server ready is done on the other one already
        Sql.run(primary.createDatabase(), "RESET MASTER");
        url = primary.createDatabase();
        String server = second.createDatabase();
        replica = server.replaceFirst("/[^/?]*\\?", url.replaceFirst(".*(/[^/?]*\\?).*", "$1"));
        for (String sql : follow(url.replaceFirst(".*:(\\d+)/.*", "$1"))) {
            Sql.run(server, sql);
        }
        try {
            await(() -> answers(replica));
        } catch (AssertionError e) {
            e.addSuppressed(new IllegalStateException(standing(server)));
            throw e;
        }
    }

    /** What the replica says of itself, but for what it does not say. */
    private static String standing(String server) throws SQLException {
        StringBuilder standing = new StringBuilder();
        try (Connection connection = DriverManager.getConnection(server);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW SLAVE STATUS")) {
            row.next();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                String value = row.getString(i);
                if (value != null && !value.isEmpty()) {
                    standing.append(row.getMetaData().getColumnLabel(i))
                            .append(' ')
                            .append(value)
                            .append("; ");
                }
            }
        }
        return standing.toString();
    }

    @AfterAll
    void stopBoth() {
        second.close();
        primary.close();
    }

    private static boolean answers(String address) {
        try {
            return Sql.number(address, "SELECT 1") == 1;
        } catch (SQLException e) {
            return false;
        }
    }

    @BeforeEach
    void table() throws SQLException {
        Sql.run(url, "DROP TABLE IF EXISTS t");
        Sql.run(url, "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL)");
        for (int from = 0; from < ROWS; from += 100) {
            StringBuilder rows = new StringBuilder("INSERT INTO t VALUES (" + from + ", 0)");
            for (int i = 1; i < 100; i++) {
                rows.append(", (").append(from + i).append(", 0)");
            }
            Sql.run(url, rows.toString());
        }
        String last = "mark_" + ++marks;
        Sql.run(url, "CREATE TABLE " + last + " (id int PRIMARY KEY)");
        await(() -> count("SELECT count(*) FROM information_schema.TABLES WHERE TABLE_NAME = '" + last + "'") == 1);
    }

    @Test
    void aReplicaThatIsHeldUpIsBehindBySeconds() throws SQLException {
        try (Database database = open(replica);
                Health health = health(database)) {
            await(() -> follows(health));
            try (Connection holder = DriverManager.getConnection(replica);
                    Statement hold = holder.createStatement()) {
                hold.execute("LOCK TABLES t READ");
                Sql.run(url, "UPDATE t SET n = n + 1");
                await(() -> health.replicas().get(0).lagSeconds() > 1.5);
            }
            await(() -> follows(health));
            assertThat(count("SELECT count(*) FROM t WHERE n = 1")).isEqualTo(ROWS);
        }
    }

    @Test
    void aRunWaitsForAReplicaThatIsBehindAndGoesOnByItself() throws Exception {
        Backfill guarded = Backfill.builder("change", "app", TableName.parse("t"), new Work.Set(Map.of("n", "id + 1")))
                .chunk(new ChunkLimits(20, 20, Duration.ofSeconds(1)))
                .guardSettings(List.of(
                        GuardSetting.limits(BuiltInGuard.REPLICA_LAG, null, 1.0),
                        GuardSetting.off(BuiltInGuard.COMMIT_LATENCY, "it is not what is tried")))
                .build();
        try (BackfillEngine engine = Engines.create(Map.of("app", open(replica)), null);
                BackfillEngine observer = Engines.create(Map.of("app", open(replica)), null)) {
            CompletableFuture<RunStatus> run;
            try (Connection holder = DriverManager.getConnection(replica);
                    Statement hold = holder.createStatement()) {
                hold.execute("LOCK TABLES t READ");
                run = CompletableFuture.supplyAsync(
                        () -> engine.start(guarded, new RunOptions(1, 50, null), "test", signal -> {}));
                await(() -> observer.runs().found().stream()
                        .map(status -> String.valueOf(status.reason()))
                        .anyMatch(reason -> reason.startsWith("held: replica-lag")));
                assertThat(Sql.number(url, "SELECT count(*) FROM t WHERE n = id + 1"))
                        .isBetween(1L, ROWS - 1L);
            }
            RunStatus done = run.get(60, TimeUnit.SECONDS);
            assertThat(done.state()).as("%s", done).isEqualTo(RunState.SUCCEEDED);
            assertThat(done.rows().changed()).isEqualTo(ROWS);
        }
        await(() -> count("SELECT count(*) FROM t WHERE n = id + 1") == ROWS);
    }

    @Test
    void aReplicaThatStandsStillIsNamed() throws SQLException {
        try (Database database = open(replica);
                Health health = health(database)) {
            Sql.run(replica, "STOP SLAVE");
            try {
                assertThat(catchThrowableOfType(DatabaseException.class, health::replicas))
                        .hasMessage("replica reader: its replication stands still");
            } finally {
                Sql.run(replica, "START SLAVE");
            }
            await(() -> follows(health));
        }
    }

    @Test
    void aReplicaThatFollowsNobodyIsNamed() {
        try (Database database = open(url);
                Health health = health(database)) {
            assertThat(catchThrowableOfType(DatabaseException.class, health::replicas))
                    .hasMessage("replica reader: the server is no replica; it follows nobody");
        }
    }

    private static boolean follows(Health health) {
        return health.replicas().equals(List.of(new Health.Standby("reader", 0, 0)));
    }

    private Database open(String reader) {
        DatabaseSettings settings = new DatabaseSettings("reader", reader, null, null, null, 2);
        return Databases.open(new DatabaseSettings("app", url, null, null, null, 4, List.of(settings), null));
    }

    private static Health health(Database database) {
        return database.health(database.describe(new TableName(null, "t")));
    }

    private long count(String query) {
        try {
            return Sql.number(replica, query);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!answered(condition)) {
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /** A look has a second, which a busy machine may not give it; a replica takes a moment to begin. */
    private static boolean answered(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (DatabaseException e) {
            return false;
        }
    }
}
