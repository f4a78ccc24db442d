package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.chunk.ChunkProbe;
import dev.backfill.chunk.Moment;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.testkit.EngineOrder.Verb;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes that run the engine on a SQLite file: killed, told from outside, and beside an application that writes. */
@Timeout(300)
class SqliteFaultTest {
    private static final int ROWS = 60_000;
    private static final int SLOW = 5_000;
    private static final int ENDS = 3;
    private static final int ONLOOKERS = 3;
    private static final int LONGEST_LIFE_MILLIS = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final SqliteFixture database = new SqliteFixture("wal");
    private EngineOrder order;

    @BeforeEach
    void table() {
        database.run(
                "CREATE TABLE counted (id INTEGER PRIMARY KEY, counter int NOT NULL)",
                "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < " + ROWS + ")"
                        + " INSERT INTO counted SELECT n, 0 FROM s");
        order = EngineOrder.on(database.url(), null, "killed");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void assertOnce() {
        assertThat(database.number("SELECT count(*) FROM counted WHERE counter = 1"))
                .isEqualTo(ROWS);
        assertThat(database.number("SELECT sum(changed) FROM backfill_chunk")).isEqualTo(ROWS);
    }

    private void hurry() {
        try (BackfillEngine operator = order.engine(ChunkProbe.NONE)) {
            operator.tune(order.run(), 1_000_000, null, null, "to the end", "test");
        }
    }

    @Test
    void eachRowIsCountedOnceHoweverOftenTheProcessIsKilled() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<Moment> moments = new ArrayList<>(Arrays.asList(Moment.values()));
        moments.addAll(Collections.nCopies(3, null));
        Collections.shuffle(moments, random);
        EngineOrder next = order.rate(SLOW);
        for (Moment moment : moments) {
            EngineOrder halting = moment == null ? next : next.haltAt(moment, EngineOrder.pass(moment, 20, random));
            try (JavaProcess process = EngineProcess.start(halting)) {
                process.awaitLine(moment == null ? EngineProcess.WORKING : EngineProcess.AT + moment, PATIENCE);
                if (moment == null) {
                    Thread.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
                }
                process.kill();
            }
            next = next.verb(Verb.TAKE_OVER);
        }
        assertThat(database.number("SELECT count(*) FROM counted WHERE counter > 0"))
                .isBetween(1L, ROWS - 1L);
        hurry();
        try (JavaProcess last = EngineProcess.start(order.verb(Verb.TAKE_OVER))) {
            last.awaitLine(EngineProcess.ENDED + "SUCCEEDED", PATIENCE);
        }
        assertOnce();
    }

    /** What the dead process has left of the control data's lock does not keep the next one waiting. */
    @Test
    void resumeWaitsForTheLeaseOfADeadProcess() throws Exception {
        try (JavaProcess process = EngineProcess.start(order.rate(SLOW))) {
            process.awaitLine(EngineProcess.WORKING, PATIENCE);
            process.kill();
        }
        long killed = System.nanoTime();
        try (JavaProcess last = EngineProcess.start(order.verb(Verb.RESUME))) {
            last.awaitLine(EngineProcess.WORKING, PATIENCE);
            System.out.println("at work again after " + Duration.ofNanos(System.nanoTime() - killed));
            hurry();
            last.awaitLine(EngineProcess.ENDED + "SUCCEEDED", PATIENCE);
        }
        assertOnce();
    }

    @Test
    void pausesFromAnotherProcessAndOnATermination() throws Exception {
        try (JavaProcess process = EngineProcess.start(order.rate(SLOW))) {
            process.awaitLine(EngineProcess.WORKING, PATIENCE);
            try (BackfillEngine operator = order.engine(ChunkProbe.NONE)) {
                assertThat(operator.status(order.run()).state()).isEqualTo(RunState.RUNNING);
                RunStatus paused = operator.pause(order.run(), "lunch", "test");
                assertThat(paused.state()).isEqualTo(RunState.PAUSED);
                assertThat(paused.reason()).isEqualTo("lunch");
            }
            process.awaitLine(EngineProcess.ENDED + "PAUSED", PATIENCE);
        }
        try (JavaProcess process = EngineProcess.start(order.verb(Verb.RESUME))) {
            process.awaitLine(EngineProcess.WORKING, PATIENCE);
            process.terminate();
            process.awaitLine(EngineProcess.ENDED + "PAUSED", PATIENCE);
        }
        hurry();
        try (JavaProcess last = EngineProcess.start(order.verb(Verb.RESUME))) {
            last.awaitLine(EngineProcess.ENDED + "SUCCEEDED", PATIENCE);
        }
        assertOnce();
    }

    /** They read through the process that opened the control data first, until it ends. */
    @Test
    void whoeverLooksOnIsNotDisturbedByTheEndOfTheProcess() throws Exception {
        EngineOrder next = order.rate(SLOW);
        for (int end = 0; end < ENDS; end++) {
            try (JavaProcess process = EngineProcess.start(next)) {
                process.awaitLine(EngineProcess.WORKING, PATIENCE);
                CountDownLatch looking = new CountDownLatch(ONLOOKERS);
                AtomicBoolean over = new AtomicBoolean();
                List<CompletableFuture<Long>> onlookers = new ArrayList<>();
                for (int i = 0; i < ONLOOKERS; i++) {
                    onlookers.add(CompletableFuture.supplyAsync(() -> looks(looking, over)));
                }
                looking.await();
                process.terminate();
                process.awaitLine(EngineProcess.ENDED + "PAUSED", PATIENCE);
                process.awaitExit(PATIENCE);
                Thread.sleep(LONGEST_LIFE_MILLIS);
                over.set(true);
                for (CompletableFuture<Long> onlooker : onlookers) {
                    assertThat(onlooker.get()).isPositive();
                }
            }
            next = order.verb(Verb.RESUME);
        }
    }

    private long looks(CountDownLatch looking, AtomicBoolean over) {
        try (BackfillEngine operator = order.engine(ChunkProbe.NONE)) {
            long looks = 0;
            while (!over.get()) {
                assertThat(operator.status(order.run()).state()).isIn(RunState.RUNNING, RunState.PAUSED);
                if (looks++ == 0) {
                    looking.countDown();
                }
            }
            return looks;
        }
    }

    /** The control data is served by whoever opened it first, which may be a process that does something else. */
    @Test
    void worksOnWhenTheProcessThatServesTheControlDataIsKilled() throws Exception {
        database.run(
                "CREATE TABLE aside (id INTEGER PRIMARY KEY, counter int NOT NULL)", "INSERT INTO aside VALUES (1, 0)");
        EngineOrder other = new EngineOrder(
                Verb.START, database.url(), null, "aside", "aside", 1, 1, null, null, Moment.AFTER_COMMIT, 1);
        try (JavaProcess server = EngineProcess.start(other)) {
            server.awaitLine(EngineProcess.AT + Moment.AFTER_COMMIT, PATIENCE);
            try (JavaProcess process = EngineProcess.start(order.rate(SLOW))) {
                process.awaitLine(EngineProcess.WORKING, PATIENCE);
                server.kill();
                Thread.sleep(Duration.ofSeconds(2).toMillis());
                hurry();
                process.awaitLine(EngineProcess.ENDED + "SUCCEEDED", PATIENCE);
            }
        }
        database.run("DELETE FROM backfill_chunk WHERE run_id = '" + other.run().value() + "'");
        assertOnce();
    }

    /** The application waits two and a half seconds for the lock, as little as any; it is never refused. */
    @Test
    void anApplicationThatWaitsIsNeverRefused() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Long> application = CompletableFuture.supplyAsync(() -> writes(over));
        try (JavaProcess process = EngineProcess.start(order)) {
            process.awaitLine(EngineProcess.ENDED + "SUCCEEDED", PATIENCE.multipliedBy(2));
        }
        over.set(true);
        assertThat(application.get()).isPositive();
        assertOnce();
    }

    private long writes(AtomicBoolean over) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE application (n int)");
            statement.execute("PRAGMA busy_timeout = 2500");
            long written = 0;
            while (!over.get()) {
                written += statement.executeUpdate("INSERT INTO application VALUES (1)");
                Thread.sleep(5);
            }
            return written;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
