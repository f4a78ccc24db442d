package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.chunk.ChunkProbe;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import java.sql.SQLException;

/** The table of an {@link EngineOrder}, and whether each of its rows was counted exactly once. */
record Counted(String url, int rows) {
    static Counted create(String url, int rows) throws SQLException {
        Sql.run(url, "CREATE TABLE counted (id bigint PRIMARY KEY, counter int NOT NULL)");
        Sql.run(url, "INSERT INTO counted VALUES (1, 0)");
        for (int there = 1; there < rows; there *= 2) {
            // in the words of every database
            Sql.run(url, "INSERT INTO counted SELECT id + " + there + ", 0 FROM counted WHERE id <= " + (rows - there));
        }
        Sql.run(url, url.startsWith("jdbc:postgresql:") ? "VACUUM ANALYZE counted" : "ANALYZE TABLE counted");
        return new Counted(url, rows);
    }

    long done() throws SQLException {
        return Sql.number(url, "SELECT count(*) FROM counted WHERE counter > 0");
    }

    void awaitDone(long atLeast) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (done() < atLeast) {
            assertThat(System.nanoTime()).as("time to count %s rows", atLeast).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    /** No row was missed and none done twice: by the rows, by the run's figures, by the ledger. */
    void assertSucceeded(EngineOrder order) throws SQLException {
        assertThat(Sql.number(url, "SELECT count(*) FROM counted WHERE counter = 1"))
                .as("rows counted once")
                .isEqualTo(rows);
        assertThat(Sql.number(url, "SELECT count(*) FROM counted")).as("rows").isEqualTo(rows);
        try (BackfillEngine engine = order.engine(ChunkProbe.NONE)) {
            assertCounts(engine.status(order.run()));
            RunStatus verified = engine.verify(order.run(), order.backfill(), signal -> {});
            assertThat(verified.verification().state())
                    .as(verified.verification().toString())
                    .isEqualTo(Verification.State.PASSED);
        }
        assertThat(Sql.number(url, "SELECT count(*) FROM backfill_claim"))
                .as("claims left")
                .isZero();
    }

    private void assertCounts(RunStatus status) {
        assertThat(status.state()).as("%s", status.reason()).isEqualTo(RunState.SUCCEEDED);
        assertThat(status.rows().scanned()).as("scanned").isEqualTo(rows);
        assertThat(status.rows().changed()).as("changed").isEqualTo(rows);
        assertThat(status.rows().dead()).as("dead").isZero();
    }
}
