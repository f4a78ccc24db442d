package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.FailureClass;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The application holds a row for longer than a chunk waits. */
class ContentionFaultTest extends FaultSuite {
    private static final int ROWS = 20_000;
    private static final int HELD = 10_050;

    private final CountDownLatch retried = new CountDownLatch(2);
    private final RunListener retries = signal -> {
        if (signal instanceof RunSignal.Retried r && r.failureClass() == FailureClass.CONTENTION) {
            retried.countDown();
        }
    };

    ContentionFaultTest() {
        super(ROWS);
    }

    @Override
    EngineOrder order(String database) {
        return EngineOrder.on(database, null, "contention").chunk(1_000);
    }

    @Test
    void smallerChunksGoAsFarAsTheHeldRowAndOnAfterItsRelease() throws Exception {
        try (Connection application = holding()) {
            CompletableFuture<RunStatus> run = start(retries);
            assertThat(retried.await(60, TimeUnit.SECONDS)).isTrue();
            counted.awaitDone(10_000);
            application.rollback();
            assertThat(run.join().state()).isEqualTo(RunState.SUCCEEDED);
        }
        assertThat(Sql.number(order.target(), "SELECT count(*) FROM backfill_chunk WHERE scanned BETWEEN 1 AND 999"))
                .as("chunks below the minimum")
                .isPositive();
        counted.assertSucceeded(order);
    }

    @Test
    void aPauseDoesNotWaitForTheHeldRow() throws Exception {
        try (Connection application = holding()) {
            CompletableFuture<RunStatus> run = start(retries);
            assertThat(retried.await(60, TimeUnit.SECONDS)).isTrue();
            pause(order, "a row is held");
            assertThat(run.join().state()).isEqualTo(RunState.PAUSED);
            application.rollback();
        }
        resume(order);
        counted.assertSucceeded(order);
    }

    /** The lock that the application takes when it updates a row and thinks before it commits. */
    private Connection holding() throws SQLException {
        Connection application = DriverManager.getConnection(order.target());
        application.setAutoCommit(false);
        try (var statement = application.createStatement()) {
            statement.execute("SELECT 1 FROM counted WHERE id = " + HELD + " FOR UPDATE");
        }
        return application;
    }
}
