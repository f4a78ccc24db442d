package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.chunk.ChunkProbe;
import dev.backfill.chunk.Moment;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.error.BackfillException;
import dev.backfill.testkit.EngineOrder.Verb;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which process may work on a run: one, and after its death or suspension the next one, never both. */
class TakeOverFaultTest {
    private static final int ROWS = 70_000;
    private static final int SLOW = 5_000;
    private static final int ROUNDS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static PostgresServer server;

    private EngineOrder order;
    private Counted counted;

    @BeforeAll
    static void startServer() {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void createTable() throws SQLException {
        order = EngineOrder.on(server.createDatabase(), null, "taken");
        counted = Counted.create(order.target(), ROWS);
    }

    @Test
    void resumeWaitsForTheLeaseOfADeadProcessAndNoLonger() throws SQLException {
        killAtWork();
        assertThat(Sql.number(order.target(), "SELECT (lease_until > now() + interval '5s')::int FROM backfill_run"))
                .as("the lease is alive for seconds when its process dies")
                .isEqualTo(1);
        Sql.run(order.target(), "CREATE TABLE dead AS SELECT lease_until, now() AS at FROM backfill_run");

        finish(order.verb(Verb.RESUME));

        // by the database's clock: taken after it ran out, and within 15 s of the death
        String taken = "(SELECT min(occurred_at) FROM backfill_event, dead WHERE what = 'lease' AND occurred_at > at)";
        assertThat(Sql.text(order.target(), "SELECT " + taken + " >= lease_until FROM dead"))
                .isEqualTo("t");
        assertThat(Sql.text(order.target(), "SELECT lease_until <= at + interval '10s' FROM dead"))
                .isEqualTo("t");
        assertThat(Sql.text(order.target(), "SELECT " + taken + " - lease_until < interval '5s' FROM dead"))
                .isEqualTo("t");
        counted.assertSucceeded(order);
    }

    @Test
    void takeOverDoesNotWait() throws SQLException {
        killAtWork();
        Sql.run(order.target(), "CREATE TABLE dead AS SELECT lease_until FROM backfill_run");

        finish(order.verb(Verb.TAKE_OVER));

        assertThat(Sql.number(order.target(), "SELECT count(*) FROM backfill_event WHERE what = 'take-over'"))
                .isEqualTo(1);
        counted.assertSucceeded(order);
    }

    @Test
    void ofTwoThatResumeAtOnceOneWorks() throws Exception {
        killAtWork();
        for (int round = 0; round < ROUNDS; round++) {
            Sql.run(order.target(), "UPDATE backfill_run SET lease_until = NULL");
            try (JavaProcess one = EngineProcess.start(order.rate(SLOW).verb(Verb.RESUME));
                    JavaProcess two = EngineProcess.start(order.rate(SLOW).verb(Verb.RESUME))) {
                JavaProcess refused = firstToEnd(one, two);
                refused.awaitLine(EngineProcess.REFUSED + "RUN_LEASED", PATIENCE);
                JavaProcess working = refused == one ? two : one;
                working.awaitLine(EngineProcess.WORKING, PATIENCE);
                working.kill();
            }
        }
        finish(order.verb(Verb.TAKE_OVER));
        counted.assertSucceeded(order);
    }

    @Test
    void ofTwoThatStartOnOneTableAtOnceOneWins() throws Exception {
        EngineOrder other = EngineOrder.on(order.target(), null, "other");
        try (JavaProcess one = EngineProcess.start(order.rate(SLOW));
                JavaProcess two = EngineProcess.start(other.rate(SLOW))) {
            JavaProcess refused = firstToEnd(one, two);
            refused.awaitLine(EngineProcess.REFUSED + "TABLE_BUSY", PATIENCE);
            JavaProcess winner = refused == one ? two : one;
            EngineOrder won = refused == one ? other : order;
            EngineOrder lost = refused == one ? order : other;
            winner.awaitLine(EngineProcess.WORKING, PATIENCE);
            winner.kill();

            assertThat(Sql.text(order.target(), state(lost))).isEqualTo("ABORTED");
            assertThat(Sql.text(order.target(), state(won))).isEqualTo("RUNNING");
            assertThat(Sql.number(order.target(), "SELECT count(*) FROM backfill_claim"))
                    .isEqualTo(1);
            finish(won.verb(Verb.TAKE_OVER));
            counted.assertSucceeded(won);
        }
    }

    private static String state(EngineOrder order) {
        return "SELECT state FROM backfill_run WHERE run_id = '" + order.run() + "'";
    }

    @Test
    void aProcessThatWakesUpInsideAChunkCannotCommitIt() throws SQLException {
        try (JavaProcess zombie = EngineProcess.start(order.workers(1).haltAt(Moment.BEFORE_COMMIT, 20))) {
            zombie.awaitLine(EngineProcess.AT, PATIENCE);
            zombie.freeze();
            finish(order.verb(Verb.TAKE_OVER));
            zombie.thaw();
            zombie.terminate();
            zombie.awaitLine(EngineProcess.REFUSED + "FENCED", PATIENCE);
        }
        counted.assertSucceeded(order);
    }

    /** Its transaction was open before the take-over, so that the fence lets it through and the next owner waits for it. */
    @Test
    void theNextOwnerGoesOnBehindAChunkThatWasCommittedInFrontOfIt() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        AtomicInteger commits = new AtomicInteger();
        ChunkProbe halt = moment -> {
            if (moment == Moment.BEFORE_COMMIT && commits.incrementAndGet() == 20) {
                reached.countDown();
                await(released);
            }
        };
        EngineOrder slow = order.workers(1);
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> run(slow, halt));
        await(reached);
        CompletableFuture<Void> second =
                CompletableFuture.runAsync(() -> run(slow.verb(Verb.TAKE_OVER), ChunkProbe.NONE));
        String waiting = "SELECT count(*) FROM pg_stat_activity"
                + " WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO %backfill_chunk%'";
        while (Sql.number(order.target(), waiting) == 0) {
            assertThat(second).isNotDone();
            Thread.sleep(10);
        }
        released.countDown();

        second.join();
        assertThatThrownBy(first::join).hasRootCauseInstanceOf(BackfillException.class);
        counted.assertSucceeded(order);
        assertThat(Sql.number(order.target(), "SELECT count(*) FROM backfill_batch_job_execution"))
                .as("launches, one for each process")
                .isEqualTo(2);
    }

    private static void run(EngineOrder order, ChunkProbe probe) {
        try (BackfillEngine engine = order.engine(probe)) {
            EngineProcess.work(engine, order);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aProcessThatWakesUpBetweenChunksWritesNoMore() throws Exception {
        try (JavaProcess zombie = EngineProcess.start(order.rate(SLOW));
                JavaProcess owner = takeOverFrom(zombie)) {
            zombie.thaw();
            zombie.awaitLine(EngineProcess.REFUSED + "FENCED", PATIENCE);
            owner.kill();
        }
        assertThat(Sql.number(
                        order.target(),
                        "SELECT count(*) FROM backfill_chunk WHERE epoch = 1 AND committed_at >"
                                + " (SELECT min(committed_at) FROM backfill_chunk WHERE epoch = 2)"))
                .as("chunks of the first process after the first chunk of the second")
                .isZero();
        // whatever it left behind does not keep the next one from working
        finish(order.verb(Verb.TAKE_OVER));
        counted.assertSucceeded(order);
    }

    /** The order to end arrives at the moment of waking, before the process can know that it was taken over. */
    @Test
    void aProcessThatWasTakenOverCannotPauseTheRunOfAnother() throws Exception {
        try (JavaProcess zombie = EngineProcess.start(order.rate(SLOW));
                JavaProcess owner = takeOverFrom(zombie)) {
            zombie.terminate();
            zombie.thaw();
            zombie.awaitLine(EngineProcess.REFUSED + "FENCED", PATIENCE);
            assertThat(Sql.text(order.target(), state(order))).isEqualTo("RUNNING");
            hurry(order);
            owner.awaitLine(EngineProcess.ENDED + "SUCCEEDED", PATIENCE);
        }
        counted.assertSucceeded(order);
    }

    private JavaProcess takeOverFrom(JavaProcess zombie) throws SQLException, InterruptedException {
        counted.awaitDone(10_000);
        zombie.freeze();
        JavaProcess owner = EngineProcess.start(order.rate(SLOW).verb(Verb.TAKE_OVER));
        owner.awaitLine(EngineProcess.WORKING, PATIENCE);
        return owner;
    }

    @Test
    void sigtermPausesAndLeavesNothingInFlight() throws Exception {
        try (JavaProcess process = EngineProcess.start(order.rate(SLOW))) {
            counted.awaitDone(5_000);
            process.terminate();
            process.awaitLine(EngineProcess.ENDED + "PAUSED", PATIENCE);
            process.awaitExit(PATIENCE);
        }
        assertThat(Sql.text(order.target(), state(order))).isEqualTo("PAUSED");
        assertThat(Sql.number(order.target(), "SELECT count(lease_until) FROM backfill_run"))
                .as("leases left")
                .isZero();
        assertThat(counted.done())
                .isLessThan(ROWS)
                .isEqualTo(Sql.number(order.target(), "SELECT sum(changed) FROM backfill_chunk"));
        finish(order.verb(Verb.RESUME));
        counted.assertSucceeded(order);
    }

    /** A rate limit is part of the run, and outlives its process. */
    private static void hurry(EngineOrder order) throws SQLException {
        Sql.run(order.target(), "UPDATE backfill_run SET rows_per_second_limit = NULL");
    }

    private void killAtWork() {
        try (JavaProcess process = EngineProcess.start(order.rate(SLOW))) {
            process.awaitLine(EngineProcess.WORKING, PATIENCE);
            process.kill();
        }
    }

    private static void finish(EngineOrder order) throws SQLException {
        hurry(order);
        try (JavaProcess process = EngineProcess.start(order)) {
            process.awaitLine(EngineProcess.ENDED + "SUCCEEDED", PATIENCE);
        }
    }

    /** The one that ends while the other goes on. */
    private static JavaProcess firstToEnd(JavaProcess one, JavaProcess two) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (one.isAlive() && two.isAlive() && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
        assertThat(one.isAlive()).as("%s %s", one.lines(), two.lines()).isNotEqualTo(two.isAlive());
        return one.isAlive() ? two : one;
    }
}
