package dev.backfill.database.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.Health;
import dev.backfill.database.Health.Activity;
import dev.backfill.database.TransactionOptions;
import dev.backfill.preflight.Fixture;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** What is really going on in a real server, and what is seen of it. */
class PostgresHealthDatabaseTest extends HealthSuite {
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
        double seconds = health.commit().orElseThrow();
        assertThat(seconds).isPositive().isLessThan(30);
        double after = Double.parseDouble(Fixture.one(position));
        Fixture.sql("ALTER ROLE postgres RESET synchronous_commit");
        assertThat(after).as("flushed").isGreaterThan(before);
    }

    @Test
    void anOldSnapshotIsSeenAndOneThatIsGoneIsNot() throws Exception {
        // the server looks through its own tables now and then
        await(() -> health.oldestSnapshot() == 0);
        try (Connection reader = Fixture.connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            statement.execute("SELECT count(*) FROM users");
            Fixture.sql("UPDATE users SET visits = visits + 1 WHERE id = 1");
            await(() -> health.oldestSnapshot() > 0.3);
            reader.rollback();
        }
        await(() -> health.oldestSnapshot() == 0);
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
}
