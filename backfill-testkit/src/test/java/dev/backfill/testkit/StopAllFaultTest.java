package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.chunk.ChunkProbe;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.run.RunEvent;
import dev.backfill.run.RunStatus;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two processes with a run each on databases of their own, one control database, and somebody who stops all. */
@Timeout(180)
class StopAllFaultTest {
    private static final int ROWS = 40_000;
    private static final int ROWS_PER_SECOND = 1000;
    private static final Duration OBEYED = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static PostgresServer server;

    @BeforeAll
    static void startServer() {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void everyProcessObeysWithinTwoSecondsAndGoesOnWhenItIsLifted() throws Exception {
        String control = server.createDatabase();
        EngineOrder one =
                EngineOrder.on(server.createDatabase(), control, "one").rate(ROWS_PER_SECOND);
        EngineOrder two =
                EngineOrder.on(server.createDatabase(), control, "two").rate(ROWS_PER_SECOND);
        Counted ofOne = Counted.create(one.target(), ROWS);
        Counted ofTwo = Counted.create(two.target(), ROWS);
        try (JavaProcess first = EngineProcess.start(one);
                JavaProcess second = EngineProcess.start(two);
                BackfillEngine operator = one.engine(ChunkProbe.NONE)) {
            first.awaitLine(EngineProcess.WORKING, PATIENCE);
            second.awaitLine(EngineProcess.WORKING, PATIENCE);

            operator.stopAll("disk full", "ann@desk");
            // what is measured is the time itself
            Thread.sleep(OBEYED.toMillis());
            long doneByThen = ofOne.done() + ofTwo.done();
            assertThat(doneByThen).isBetween(2L, 2L * ROWS - 1);
            awaitThrottled(operator, one);
            awaitThrottled(operator, two);
            assertThat(ofOne.done() + ofTwo.done())
                    .as("rows done later than that")
                    .isEqualTo(doneByThen);
            assertThat(operator.runs().found()).extracting(RunStatus::reason).allSatisfy(reason -> assertThat(reason)
                    .startsWith("stopped for all runs by ann@desk since "));

            operator.lift("mended", "ann@desk");
            operator.tune(one.run(), 1_000_000, null, null, "hurry", "ann@desk");
            operator.tune(two.run(), 1_000_000, null, null, "hurry", "ann@desk");
            first.awaitLine(EngineProcess.ENDED + "SUCCEEDED", PATIENCE);
            second.awaitLine(EngineProcess.ENDED + "SUCCEEDED", PATIENCE);
            assertToldInHistory(operator, "one");
            assertToldInHistory(operator, "two");
        }
        ofOne.assertSucceeded(one);
        ofTwo.assertSucceeded(two);
    }

    /** Long enough for a dozen chunks at its rate. */
    private static void awaitThrottled(BackfillEngine operator, EngineOrder order)
            throws SQLException, InterruptedException {
        double before = operator.status(order.run()).throttledSeconds();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (operator.status(order.run()).throttledSeconds() < before + 1.5) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    private static void assertToldInHistory(BackfillEngine operator, String name) {
        assertThat(operator.history(name))
                .extracting(RunEvent::what)
                .containsSubsequence("hold", "tune")
                .containsSubsequence("hold", "go-on");
    }
}
