package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.chunk.ChunkProbe;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * One server for the tests of a class, and a table of its own for each test, which breaks something while the order on it
 * is carried out. Classes run one after another: the server is the running one's.
 */
abstract class FaultSuite {
    /** Rows per second at which a run is still at work when a test gets hold of it. */
    static final int SLOW = 5_000;

    static final Duration PATIENCE = Duration.ofSeconds(90);
    static PostgresServer server;

    private final int rows;
    EngineOrder order;
    Counted counted;

    FaultSuite(int rows) {
        this.rows = rows;
    }

    @BeforeAll
    static void startServer() {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    final void createTable() throws SQLException {
        String database = server.createDatabase();
        counted = Counted.create(database, rows);
        order = order(database);
    }

    /** What the engine is to do with the table in this database. */
    abstract EngineOrder order(String database);

    /** Starts the run of {@link #order} in this process, beside the test. */
    final CompletableFuture<RunStatus> start(RunListener listener) {
        return CompletableFuture.supplyAsync(() -> {
            try (BackfillEngine engine = order.engine(ChunkProbe.NONE)) {
                return engine.start(order.backfill(), RunOptions.NONE, "test", listener);
            }
        });
    }

    /** Pauses as an operator elsewhere does, who waits until it is so. */
    static RunStatus pause(EngineOrder order, String reason) {
        try (BackfillEngine operator = order.engine(ChunkProbe.NONE)) {
            RunStatus paused = operator.pause(order.run(), reason, "test");
            assertThat(paused.state()).isEqualTo(RunState.PAUSED);
            return paused;
        }
    }

    /** Goes on to the end, in this process. */
    static void resume(EngineOrder order) {
        try (BackfillEngine engine = order.engine(ChunkProbe.NONE)) {
            engine.resume(order.run(), order.backfill(), false, "test", signal -> {});
        }
    }

    /** Carries the order out in a process of its own, as fast as it can, to the end. */
    static void finish(EngineOrder order) throws SQLException {
        hurry(order);
        try (JavaProcess process = EngineProcess.start(order)) {
            process.awaitLine(EngineProcess.ENDED + "SUCCEEDED", PATIENCE);
        }
    }

    /** A rate limit is part of the run, and outlives its process. */
    static void hurry(EngineOrder order) throws SQLException {
        Sql.run(order.target(), "UPDATE backfill_run SET rows_per_second_limit = NULL");
    }

    static String state(EngineOrder order) throws SQLException {
        return Sql.text(order.target(), "SELECT state FROM backfill_run WHERE run_id = '" + order.run() + "'");
    }
}
