package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.chunk.ChunkProbe;
import dev.backfill.chunk.Moment;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.Lease;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGKILL to the database server while a run is working on it: the run waits and goes on by itself. */
class ServerCrashFaultTest {
    private static final int ROWS = 70_000;
    private static final int CRASHES = 3;
    private static final long LEASE_AND_MORE_MILLIS =
            Lease.LENGTH.plusSeconds(1).toMillis();

    private PostgresServer server;
    private String url;

    @BeforeEach
    void startServer() throws SQLException {
        server = PostgresServer.startDurable();
        url = server.createDatabase();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void theRunOutlivesItsDatabase() throws Exception {
        EngineOrder order = EngineOrder.on(url, null, "crash").rate(20_000);
        Counted counted = Counted.create(url, ROWS);
        CompletableFuture<RunStatus> run = inBackground(order, () -> order.engine(ChunkProbe.NONE));
        for (int crash = 1; crash <= CRASHES; crash++) {
            counted.awaitDone(crash * 10_000L);
            assertThat(run).as("still at work when the server dies").isNotDone();
            server.kill();
            server.restart();
        }
        assertSucceeded(run);
        counted.assertSucceeded(order);
    }

    /**
     * The server forgets what it had not flushed, and no statement is under way that would fail: the next one goes
     * through on a new connection.
     */
    @ParameterizedTest
    @ValueSource(ints = {100, 35_000})
    void commitsThatTheServerForgotAreDoneAgain(int chunk) throws Exception {
        flushLate();
        try (PostgresServer other = PostgresServer.start()) {
            EngineOrder order = EngineOrder.on(url, other.createDatabase(), "forgotten")
                    .workers(1)
                    .chunk(chunk);
            Counted counted = Counted.create(url, ROWS);
            AtomicInteger commits = new AtomicInteger();
            AtomicInteger forgotten = new AtomicInteger();
            ChunkProbe crash = moment -> {
                if (moment == Moment.AFTER_COMMIT && isCrash(commits.incrementAndGet(), chunk)) {
                    forgotten.addAndGet(crashed());
                }
            };
            // a guard that looks commits durably, and all before it with it
            assertSucceeded(inBackground(order, () -> order.unguarded(crash)));
            assertThat(forgotten).as("chunks that the server forgot").hasPositiveValue();
            counted.assertSucceeded(order);
        }
    }

    /** Of small chunks two in the middle; of large ones each partition's last. */
    private static boolean isCrash(int commit, int chunk) {
        return chunk == 100 ? commit == 50 || commit == 120 : commit == 1 || commit == 3;
    }

    /** Without it the server flushes five times a second. */
    private void flushLate() throws SQLException {
        Sql.run(url, "ALTER SYSTEM SET wal_writer_delay = '10s'");
        Sql.run(url, "SELECT pg_reload_conf()");
    }

    private int crashed() {
        try {
            long before = Sql.number(url, "SELECT count(*) FROM backfill_chunk");
            server.kill();
            server.restart();
            // Hikari tests a connection before it hands it out again only after half a second
            Thread.sleep(600);
            return (int) (before - Sql.number(url, "SELECT count(*) FROM backfill_chunk"));
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theRunOutlivesItsControlDatabase() throws Exception {
        try (PostgresServer target = PostgresServer.start()) {
            EngineOrder order =
                    EngineOrder.on(target.createDatabase(), url, "control").rate(15_000);
            Counted counted = Counted.create(order.target(), ROWS);
            CompletableFuture<RunStatus> run = inBackground(order, () -> order.engine(ChunkProbe.NONE));
            for (int crash = 1; crash <= CRASHES; crash++) {
                counted.awaitDone(crash * 10_000L);
                assertThat(run).as("still at work when the server dies").isNotDone();
                server.kill();
                Thread.sleep(crash == CRASHES ? LEASE_AND_MORE_MILLIS : 0);
                server.restart();
            }
            assertSucceeded(run);
            counted.assertSucceeded(order);
        }
    }

    private static CompletableFuture<RunStatus> inBackground(EngineOrder order, Supplier<BackfillEngine> opened) {
        return CompletableFuture.supplyAsync(() -> {
            try (BackfillEngine engine = opened.get()) {
                return engine.start(order.backfill(), RunOptions.NONE, "test", signal -> {});
            }
        });
    }

    private static void assertSucceeded(CompletableFuture<RunStatus> run) {
        RunStatus status = run.join();
        assertThat(status.state()).as("%s", status.reason()).isEqualTo(RunState.SUCCEEDED);
    }
}
