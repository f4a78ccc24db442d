package dev.backfill.database.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Health;
import dev.backfill.database.Health.Activity;
import dev.backfill.database.TransactionOptions;
import dev.backfill.preflight.Fixture;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Who waits for whom, in a real server, and what is done about it. */
class WaitersDatabaseTest extends HealthSuite {
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
        assertThat(failure.cancelled()).isTrue();
        assertThat(Fixture.one("SELECT first_name FROM users WHERE id = 1")).isEqualTo("app");
    }

    /** The same code of the server's, for another reason. */
    @Test
    void aStatementThatRunsOutOfTimeWasNotCancelled() {
        TransactionOptions hurried = new TransactionOptions(Duration.ofSeconds(1), Duration.ofMillis(200), true, true);
        DatabaseException failure = catchThrowableOfType(
                DatabaseException.class,
                () -> database.transact(hurried, s -> s.one("SELECT pg_sleep(20)::text", row -> row.string(1))));
        assertThat(failure.sqlState()).isEqualTo("57014");
        assertThat(failure.cancelled()).isFalse();
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
            assertThat(view.commit().orElseThrow()).isPositive();
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
}
