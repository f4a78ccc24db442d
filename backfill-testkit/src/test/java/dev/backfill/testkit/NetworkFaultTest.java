package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.chunk.ChunkProbe;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A network that loses COMMITs and their answers. Run state is kept in another database by another way, so that the
 * commits that are cut are those of chunks.
 */
class NetworkFaultTest extends FaultSuite {
    private static final int ROWS = 70_000;
    /** From here on, beside one write when the target is released, only chunks commit. */
    private static final int FIRST_CHUNKS = 2_000;

    private final AtomicLong rowsTold = new AtomicLong();
    private final RunListener told = signal -> {
        if (signal instanceof RunSignal.ChunkCommitted chunk) {
            rowsTold.addAndGet(chunk.scanned());
        }
    };
    private final TcpProxy proxy = TcpProxy.to(server.port());

    NetworkFaultTest() {
        super(ROWS);
    }

    @Override
    EngineOrder order(String database) {
        return EngineOrder.on(proxy.through(database), server.createDatabase(), "network")
                .rate(10_000);
    }

    @AfterEach
    void stopProxy() {
        proxy.close();
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    void lostCommitsAndLostAnswersAreToldApart(Cut cut) throws Exception {
        CompletableFuture<RunStatus> run = start(told);
        counted.awaitDone(FIRST_CHUNKS);
        int cuts = 0;
        for (int nth : new int[] {1, 2, 3, 5, 8, 13, 21, 34}) {
            int before = proxy.commits();
            proxy.cutAtCommit(nth, cut);
            awaitCommits(before + nth);
            cuts += run.isDone() ? 0 : 1;
        }
        assertThat(cuts).as("commits cut while the run was at work").isEqualTo(8);
        assertSucceeded(run);
    }

    @Test
    void aNetworkThatBreaksAllConnectionsDelaysTheRunOnly() throws Exception {
        CompletableFuture<RunStatus> run = start(told);
        for (int i = 1; i <= 8; i++) {
            counted.awaitDone((long) i * FIRST_CHUNKS);
            assertThat(run).isNotDone();
            proxy.cutAll();
        }
        assertSucceeded(run);
    }

    @Test
    void aNetworkThatIsAwayForSecondsDelaysTheRunOnly() throws Exception {
        CompletableFuture<RunStatus> run = start(told);
        counted.awaitDone(FIRST_CHUNKS);
        proxy.refuse();
        Thread.sleep(3_000);
        assertThat(run).as("waits").isNotDone();
        long before = counted.done();
        proxy.restore();
        counted.awaitDone(before + FIRST_CHUNKS);
        assertSucceeded(run);
    }

    /** Of one process: they learn of it together, say so, spend no tries, and go on together. */
    @Test
    void allRunsOnADatabaseThatIsAwayHoldTogether() throws Exception {
        Sql.run(counted.url(), "CREATE TABLE counted_too (id bigint PRIMARY KEY, counter int NOT NULL)");
        Sql.run(counted.url(), "INSERT INTO counted_too SELECT i, 0 FROM generate_series(1, 40000) i");
        EngineOrder other = new EngineOrder(
                order.verb(), order.target(), order.control(), "too", "counted_too", 100, 2, 5_000, null, null, 1);
        List<RunSignal.CircuitChanged> changes = new CopyOnWriteArrayList<>();
        AtomicInteger retries = new AtomicInteger();
        RunListener listener = signal -> {
            if (signal instanceof RunSignal.CircuitChanged changed) {
                changes.add(changed);
            } else if (signal instanceof RunSignal.Retried) {
                retries.incrementAndGet();
            }
        };
        try (BackfillEngine engine = order.engine(ChunkProbe.NONE);
                BackfillEngine operator = direct().engine(ChunkProbe.NONE)) {
            CompletableFuture<RunStatus> first = CompletableFuture.supplyAsync(
                    () -> engine.start(order.backfill(), RunOptions.NONE, "test", signal -> {
                        told.on(signal);
                        listener.on(signal);
                    }));
            CompletableFuture<RunStatus> second = CompletableFuture.supplyAsync(
                    () -> engine.start(other.backfill(), RunOptions.NONE, "test", listener));
            counted.awaitDone(FIRST_CHUNKS);
            while (Sql.number(counted.url(), "SELECT count(*) FROM counted_too WHERE counter > 0") == 0) {
                Thread.sleep(20);
            }
            proxy.refuse();
            awaitHeld(operator, order);
            awaitHeld(operator, other);
            int tries = retries.get();
            Thread.sleep(3_000);
            assertThat(retries.get() - tries)
                    .as("tries of 4 workers in 3 seconds")
                    .isLessThanOrEqualTo(2);
            assertThat(first).isNotDone();
            assertThat(second).isNotDone();
            proxy.restore();
            assertThat(second.join().state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(first.join().state()).isEqualTo(RunState.SUCCEEDED);
            counted.assertSucceeded(direct());
            assertThat(rowsTold).as("rows that listeners heard of").hasValue(ROWS);
            assertThat(operator.history(null).stream().filter(e -> e.what().equals("circuit")))
                    .extracting(e -> e.run() + (e.detail().contains(" does not answer: ") ? " not" : " again"))
                    .containsExactlyInAnyOrder("network-1 not", "network-1 again", "too-1 not", "too-1 again");
        }
        assertThat(Sql.number(counted.url(), "SELECT count(*) FROM counted_too WHERE counter = 1"))
                .isEqualTo(40_000);
        assertThat(changes.get(0).open()).isTrue();
        assertThat(changes.stream().filter(c -> !c.open()))
                .as("each run hears of the end")
                .hasSize(2);
    }

    @Test
    void aPauseReachesARunWhoseDatabaseIsAway() throws Exception {
        CompletableFuture<RunStatus> run = start(told);
        counted.awaitDone(FIRST_CHUNKS);
        proxy.refuse();
        assertThat(pause(direct(), "the network is away").reason()).contains("the network is away");
        proxy.restore();
        assertThat(run.join().state()).isEqualTo(RunState.PAUSED);
        assertThat(counted.done()).isLessThan(ROWS);
        resume(direct());
        counted.assertSucceeded(direct());
    }

    private static void awaitHeld(BackfillEngine operator, EngineOrder order) throws InterruptedException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        String reason;
        do {
            assertThat(System.nanoTime()).as("time to hold %s", order.run()).isLessThan(deadline);
            Thread.sleep(100);
            reason = String.valueOf(operator.status(order.run()).reason());
        } while (!reason.startsWith("database app does not answer: "));
        assertThat(reason).contains("; tried again in ").doesNotContain("request timed out after");
    }

    /** The order of an operator whose way to the database is not broken. */
    private EngineOrder direct() {
        return EngineOrder.on(counted.url(), order.control(), order.name());
    }

    private void awaitCommits(int atLeast) throws InterruptedException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (proxy.commits() < atLeast) {
            assertThat(System.nanoTime()).as("time for %s commits", atLeast).isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    private void assertSucceeded(CompletableFuture<RunStatus> run) throws SQLException {
        RunStatus status = run.join();
        assertThat(status.state()).as("%s", status.reason()).isEqualTo(RunState.SUCCEEDED);
        counted.assertSucceeded(direct());
        assertThat(rowsTold).as("rows that listeners heard of").hasValue(ROWS);
        String batch = "SELECT sum(write_count) FROM backfill_batch_step_execution WHERE step_name LIKE '%partition-%'";
        assertThat(Sql.number(direct().keeper(), batch))
                .as("rows that Spring Batch counted")
                .isEqualTo(ROWS);
    }
}
