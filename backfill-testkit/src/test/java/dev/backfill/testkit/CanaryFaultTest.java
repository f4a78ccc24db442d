package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.chunk.Moment;
import dev.backfill.testkit.EngineOrder.Verb;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SIGKILL to the process of a canary: whoever takes over does the same share of each partition, and no row more. */
@Timeout(120)
class CanaryFaultTest extends FaultSuite {
    /** Three partitions. */
    private static final int ROWS = 130_000;

    private static final int PARTITIONS = 3;
    /** A tenth of each. */
    private static final int SHARE = 4_334;

    /** So that no life between two kills is long enough for all of it. */
    private static final int ROWS_PER_SECOND = 1_500;

    private static final int KILLED_AT = 10;
    private static final Duration WAIT = Duration.ofSeconds(60);

    CanaryFaultTest() {
        super(ROWS);
    }

    @Override
    EngineOrder order(String database) {
        return EngineOrder.on(database, null, "canary").rate(ROWS_PER_SECOND).canary(0.1);
    }

    @Test
    void doesItsShareOfEachPartitionHoweverOftenItsProcessIsKilled() throws Exception {
        EngineOrder next = order;
        for (Moment moment : Moment.values()) {
            kill(next.haltAt(moment, moment == Moment.AFTER_METADATA ? 1 : KILLED_AT));
            next = next.verb(Verb.TAKE_OVER);
        }
        assertThat(counted.done()).as("rows done while it was being killed").isBetween(1L, PARTITIONS * SHARE - 1L);

        try (JavaProcess last = EngineProcess.start(next)) {
            String end = last.awaitLine(EngineProcess.ENDED, WAIT);
            assertThat(end)
                    .contains("PAUSED canary of 10% done: 13,002 rows in 3 of 3 partitions, verified: PASSED")
                    .endsWith("go on with all the rest: backfill resume canary-1");
        }
        assertThat(sharesDone()).isEqualTo("1:" + SHARE + " 2:" + SHARE + " 3:" + SHARE);
        assertThat(counted.done()).isEqualTo(PARTITIONS * SHARE);

        finish(order.verb(Verb.RESUME));
        counted.assertSucceeded(order);
    }

    private static void kill(EngineOrder order) throws InterruptedException {
        try (JavaProcess process = EngineProcess.start(order)) {
            process.awaitLine(EngineProcess.AT + order.halt(), WAIT);
            process.kill();
            assertThat(process.lines()).noneMatch(line -> line.startsWith(EngineProcess.ENDED));
        }
    }

    private String sharesDone() throws SQLException {
        return Sql.text(
                order.target(),
                "SELECT string_agg(partition_no || ':' || n, ' ' ORDER BY partition_no) FROM"
                        + " (SELECT partition_no, sum(scanned) n FROM backfill_chunk GROUP BY 1) p");
    }
}
