package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.testkit.EngineOrder.Verb;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** Which process may work on a run: one, and after its death the next one, never both. */
class TakeOverFaultTest extends FaultSuite {
    private static final int ROWS = 70_000;
    private static final int ROUNDS = 10;
    /** Rows per second of which all rounds together leave some. */
    private static final int HARDLY = 500;

    TakeOverFaultTest() {
        super(ROWS);
    }

    @Override
    EngineOrder order(String database) {
        return EngineOrder.on(database, null, "taken");
    }

    @Test
    void resumeWaitsForTheLeaseOfADeadProcessAndNoLonger() throws SQLException {
        killAtWork();
        assertThat(Sql.number(order.target(), "SELECT (lease_until > now())::int FROM backfill_run"))
                .as("the lease is alive when its process dies")
                .isEqualTo(1);
        Sql.run(order.target(), "CREATE TABLE dead AS SELECT lease_until, now() AS at FROM backfill_run");

        finish(order.verb(Verb.RESUME));

        // by the database's clock: taken after it ran out, and within 15 s of the death
        String taken = "(SELECT min(occurred_at) FROM backfill_event, dead WHERE what = 'lease' AND occurred_at > at)";
        assertThat(Sql.text(order.target(), "SELECT " + taken + " >= lease_until FROM dead"))
                .isEqualTo("t");
        assertThat(Sql.text(order.target(), "SELECT lease_until <= at + interval '10s' FROM dead"))
                .isEqualTo("t");
        assertThat(Sql.text(order.target(), "SELECT " + taken + " - lease_until < interval '5s' FROM dead"))
                .isEqualTo("t");
        counted.assertSucceeded(order);
    }

    @Test
    void takeOverDoesNotWait() throws SQLException {
        killAtWork();
        Sql.run(order.target(), "UPDATE backfill_run SET lease_until = now() + interval '1 hour'");

        finish(order.verb(Verb.TAKE_OVER));

        assertThat(Sql.number(order.target(), "SELECT count(*) FROM backfill_event WHERE what = 'take-over'"))
                .isEqualTo(1);
        counted.assertSucceeded(order);
    }

    /** The session that it leaves behind is ended by the server, later than one waits for a lock. */
    @Test
    void takesOverFromAProcessThatIsSuspendedInAHeartbeat() throws SQLException {
        killAtWork();
        hurry(order);
        try (Connection suspended = DriverManager.getConnection(order.target());
                Statement heartbeat = suspended.createStatement()) {
            heartbeat.execute("SET idle_in_transaction_session_timeout = '10s'");
            suspended.setAutoCommit(false);
            heartbeat.execute("UPDATE backfill_run SET eta_seconds = 1");
            try (JavaProcess next = EngineProcess.start(order.verb(Verb.TAKE_OVER))) {
                next.awaitLine(EngineProcess.ENDED + "SUCCEEDED", PATIENCE);
            }
        }
        counted.assertSucceeded(order);
    }

    @Test
    void ofTwoThatResumeAtOnceOneWorks() throws Exception {
        killAtWork(HARDLY);
        for (int round = 0; round < ROUNDS; round++) {
            Sql.run(order.target(), "UPDATE backfill_run SET lease_until = NULL");
            try (JavaProcess one = EngineProcess.start(order.rate(SLOW).verb(Verb.RESUME));
                    JavaProcess two = EngineProcess.start(order.rate(SLOW).verb(Verb.RESUME))) {
                JavaProcess refused = firstToEnd(one, two);
                refused.awaitLine(EngineProcess.REFUSED + "RUN_LEASED", PATIENCE);
                JavaProcess working = refused == one ? two : one;
                working.awaitLine(EngineProcess.WORKING, PATIENCE);
                working.kill();
            }
        }
        finish(order.verb(Verb.TAKE_OVER));
        counted.assertSucceeded(order);
    }

    @Test
    void ofTwoThatStartOnOneTableAtOnceOneWins() throws Exception {
        EngineOrder other = EngineOrder.on(order.target(), null, "other");
        try (JavaProcess one = EngineProcess.start(order.rate(SLOW));
                JavaProcess two = EngineProcess.start(other.rate(SLOW))) {
            JavaProcess refused = firstToEnd(one, two);
            refused.awaitLine(EngineProcess.REFUSED + "TABLE_BUSY", PATIENCE);
            JavaProcess winner = refused == one ? two : one;
            EngineOrder won = refused == one ? other : order;
            EngineOrder lost = refused == one ? order : other;
            winner.awaitLine(EngineProcess.WORKING, PATIENCE);
            winner.kill();

            // it is not even recorded, unless both began at the same moment
            assertThat(Sql.number(
                            order.target(),
                            "SELECT count(*) FROM backfill_run WHERE run_id = '" + lost.run()
                                    + "' AND state <> 'ABORTED'"))
                    .isZero();
            assertThat(state(won)).isEqualTo("RUNNING");
            assertThat(Sql.number(order.target(), "SELECT count(*) FROM backfill_claim"))
                    .isEqualTo(1);
            finish(won.verb(Verb.TAKE_OVER));
            counted.assertSucceeded(won);
        }
    }

    @Test
    void sigtermPausesAndLeavesNothingInFlight() throws Exception {
        try (JavaProcess process = EngineProcess.start(order.rate(SLOW))) {
            counted.awaitDone(5_000);
            process.terminate();
            process.awaitLine(EngineProcess.ENDED + "PAUSED", PATIENCE);
            process.awaitExit(PATIENCE);
        }
        assertThat(state(order)).isEqualTo("PAUSED");
        assertThat(Sql.number(order.target(), "SELECT count(lease_until) FROM backfill_run"))
                .as("leases left")
                .isZero();
        assertThat(counted.done())
                .isLessThan(ROWS)
                .isEqualTo(Sql.number(order.target(), "SELECT sum(changed) FROM backfill_chunk"));
        finish(order.verb(Verb.RESUME));
        counted.assertSucceeded(order);
    }

    private void killAtWork() {
        killAtWork(SLOW);
    }

    /** The run keeps its rate. */
    private void killAtWork(int rowsPerSecond) {
        try (JavaProcess process = EngineProcess.start(order.rate(rowsPerSecond))) {
            process.awaitLine(EngineProcess.WORKING, PATIENCE);
            process.kill();
        }
    }

    /** The one that ends while the other goes on. */
    private static JavaProcess firstToEnd(JavaProcess one, JavaProcess two) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (one.isAlive() && two.isAlive() && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
        assertThat(one.isAlive()).as("%s %s", one.lines(), two.lines()).isNotEqualTo(two.isAlive());
        return one.isAlive() ? two : one;
    }
}
