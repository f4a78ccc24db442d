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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A row for which somebody always waits: a chunk that has to make way for them each time spends none of its tries. */
@Timeout(180)
class HotRowFaultTest extends FaultSuite {
    private static final int ROWS = 2_000;
    private static final int HOT = 1_050;
    /** More than a chunk may fail for other reasons. */
    private static final int CANCELLED = 27;

    private static final String CANCEL = "SELECT count(*) FILTER (WHERE pg_cancel_backend(pid)) FROM pg_stat_activity"
            + " WHERE application_name LIKE 'backfill-%' AND wait_event_type = 'Lock'";

    private final AtomicInteger retries = new AtomicInteger();
    private final RunListener counting = signal -> {
        if (signal instanceof RunSignal.Retried retried && retried.failureClass() == FailureClass.CONTENTION) {
            retries.incrementAndGet();
        }
    };

    HotRowFaultTest() {
        super(ROWS);
    }

    @Override
    EngineOrder order(String database) {
        return EngineOrder.on(database, null, "hot");
    }

    @Test
    void isPassedOnceNobodyWaitsAnyMoreHoweverOftenTheChunkMadeWay() throws Exception {
        try (Connection application = DriverManager.getConnection(order.target())) {
            application.setAutoCommit(false);
            try (var statement = application.createStatement()) {
                statement.execute("SELECT 1 FROM counted WHERE id = " + HOT + " FOR UPDATE");
            }
            CompletableFuture<RunStatus> run = start(counting);
            makeWay(run);
            application.rollback();
            RunStatus end = run.join();
            assertThat(end.state()).as("%s", end).isEqualTo(RunState.SUCCEEDED);
        }
        counted.assertSucceeded(order);
    }

    /** What is done for whoever waits behind a chunk: it is cancelled. */
    private void makeWay(CompletableFuture<RunStatus> run) throws SQLException, InterruptedException {
        while (retries.get() < CANCELLED) {
            assertThat(run).as("after %s tries", retries).isNotDone();
            Sql.number(order.target(), CANCEL);
            Thread.sleep(20);
        }
    }
}
