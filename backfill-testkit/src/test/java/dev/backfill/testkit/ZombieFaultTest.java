package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.chunk.ChunkProbe;
import dev.backfill.chunk.Moment;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.error.BackfillException;
import dev.backfill.testkit.EngineOrder.Verb;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A process that was taken for dead, and whose run another took over, wakes up. */
class ZombieFaultTest extends FaultSuite {
    private static final int ROWS = 70_000;

    ZombieFaultTest() {
        super(ROWS);
    }

    @Override
    EngineOrder order(String database) {
        return EngineOrder.on(database, null, "zombie");
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
            assertThat(state(order)).isEqualTo("RUNNING");
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
}
