package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Health;
import dev.backfill.database.sql.Databases;
import dev.backfill.definition.TableName;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A primary and a standby that streams from it: what the primary's health says of the standby. */
class StandbyDatabaseTest {
    private static final TableName WRITTEN = new TableName(null, "written");

    private static PostgresServer primary;
    private static String url;
    private static Standby standby;

    @BeforeAll
    static void start() throws SQLException {
        primary = PostgresServer.start();
        url = primary.createDatabase();
        Sql.run(url, "CREATE TABLE written (id int PRIMARY KEY)");
        standby = Standby.of(url, "reader");
    }

    @AfterAll
    static void stop() {
        standby.close();
        primary.close();
    }

    @Test
    void aHeldReplayIsALagThatGrowsInBytesAndSeconds() throws SQLException {
        try (Database database = open("postgres");
                Health health = database.health(database.describe(WRITTEN))) {
            standby.awaitCaughtUp();
            await(() -> only(health).equals(new Health.Standby("reader", 0, 0)));

            standby.pauseReplay();
            Sql.run(url, "INSERT INTO written SELECT generate_series(1, 5000)");
            await(() -> only(health).lagBytes() > 100_000);
            await(() -> only(health).lagSeconds() > 1.5);

            standby.resumeReplay();
            standby.awaitCaughtUp();
            assertThat(Sql.number(standby.url(databaseName()), "SELECT count(*) FROM written"))
                    .isEqualTo(5000);
            await(() -> only(health).equals(new Health.Standby("reader", 0, 0)));
        }
    }

    @Test
    void aConfiguredReplicaSaysItselfHowFarItIs() throws SQLException {
        DatabaseSettings reader = new DatabaseSettings("reader", standby.url(databaseName()), null, null, null, 2);
        try (Database database =
                        Databases.open(new DatabaseSettings("app", url, null, null, null, 2, List.of(reader), null));
                Health health = database.health(database.describe(WRITTEN))) {
            standby.pauseReplay();
            Sql.run(url, "CREATE TABLE more AS SELECT generate_series(1, 1000)");
            await(() -> health.replicas().get(0).lagSeconds() > 0.5);
            assertThat(health.replicas().get(0).lagBytes()).isPositive();
            standby.resumeReplay();
            standby.awaitCaughtUp();
            await(() -> health.replicas().equals(List.of(new Health.Standby("reader", 0, 0))));
        }
    }

    @Test
    void aReplicaThatFollowsNobodyIsRefusedByName() {
        DatabaseSettings itself = new DatabaseSettings("twin", url, null, null, null, 2);
        try (Database database =
                        Databases.open(new DatabaseSettings("app", url, null, null, null, 2, List.of(itself), null));
                Health health = database.health(database.describe(WRITTEN))) {
            assertThat(catchThrowableOfType(DatabaseException.class, health::replicas))
                    .hasMessage("replica twin: the server is no standby; it follows nobody");
        }
    }

    @Test
    void whoMayNotSeeTheLagIsToldWhichGrantIsMissing() throws SQLException {
        Sql.run(url, "CREATE ROLE modest LOGIN");
        try (Database database = open("modest");
                Health health = database.health(database.describe(WRITTEN))) {
            DatabaseException hidden = catchThrowableOfType(DatabaseException.class, health::standbys);
            assertThat(hidden.failureClass()).isEqualTo(FailureClass.DEFINITIVE);
            assertThat(hidden).hasMessageContaining("GRANT pg_monitor TO \"modest\"");

            Sql.run(url, "GRANT pg_monitor TO modest");
            assertThat(only(health).name()).isEqualTo("reader");
        }
    }

    private static Database open(String user) {
        return Databases.open(
                new DatabaseSettings("app", url.replace("user=postgres", "user=" + user), null, null, null, 2));
    }

    private static Health.Standby only(Health health) {
        assertThat(health.standbys()).hasSize(1);
        return health.standbys().get(0);
    }

    private static String databaseName() {
        return url.substring(url.lastIndexOf('/') + 1, url.indexOf('?'));
    }

    private static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!answered(condition)) {
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /** A look has a second, which a busy machine may not give it. */
    private static boolean answered(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (DatabaseException e) {
            if (e.failureClass() == FailureClass.DEFINITIVE) {
                throw e;
            }
            return false;
        }
    }
}
