package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.chunk.Moment;
import dev.backfill.testkit.EngineOrder.Verb;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** SIGKILL to the process that runs the engine, again and again during one run. */
abstract class KillSuite {
    /** Enough for all lives together. */
    private static final int ROWS = 300_000;

    private static final int RANDOM_KILLS = 16;
    private static final int KILLS_PER_MOMENT = 3;
    /** A life between two kills gets through a few dozen chunks; without a limit all would fit into three lives. */
    private static final int ROWS_PER_SECOND = 15_000;

    private static final int LONGEST_LIFE_MILLIS = 300;
    private static final int LATEST_PASS = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * Asserts that each row is counted once.
     *
     * @param target JDBC address of an empty database
     * @param control one for the run's state, null for the target
     */
    static void killAgainAndAgain(String target, @Nullable String control) throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed + ", control database of its own: " + (control != null));
        Random random = new Random(seed);
        EngineOrder order = EngineOrder.on(target, control, "kill");
        Counted counted = Counted.create(order.target(), ROWS);

        EngineOrder next = order.rate(ROWS_PER_SECOND);
        int kills = 0;
        for (Moment moment : moments(random)) {
            kills += killed(
                            moment == null ? next : next.haltAt(moment, EngineOrder.pass(moment, LATEST_PASS, random)),
                            random)
                    ? 1
                    : 0;
            next = next.verb(Verb.TAKE_OVER);
        }
        System.out.println(
                kills + " kills hit a run at work, " + counted.done() + " of " + ROWS + " rows done by then");
        assertThat(kills).isEqualTo(RANDOM_KILLS + KILLS_PER_MOMENT * Moment.values().length);
        assertThat(counted.done()).as("rows done while it was being killed").isBetween(1L, ROWS - 1L);

        Sql.run(next.keeper(), "UPDATE backfill_run SET rows_per_second_limit = NULL");
        try (JavaProcess last = EngineProcess.start(order.verb(Verb.TAKE_OVER))) {
            last.awaitLine(EngineProcess.ENDED + "SUCCEEDED", PATIENCE.multipliedBy(3));
        }
        counted.assertSucceeded(order);
    }

    /** Shuffled; null is a random moment. */
    private static List<Moment> moments(Random random) {
        List<Moment> moments = new ArrayList<>(Collections.nCopies(RANDOM_KILLS, null));
        for (Moment moment : Moment.values()) {
            moments.addAll(Collections.nCopies(KILLS_PER_MOMENT, moment));
        }
        Collections.shuffle(moments, random);
        return moments;
    }

    /** True if the process was at work when it was killed. */
    private static boolean killed(EngineOrder order, Random random) throws InterruptedException, SQLException {
        try (JavaProcess process = EngineProcess.start(order)) {
            if (order.halt() != null) {
                process.awaitLine(EngineProcess.AT + order.halt(), PATIENCE);
            } else {
                process.awaitLine(EngineProcess.WORKING, PATIENCE);
                Thread.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
            }
            process.kill();
            return process.lines().stream().noneMatch(line -> line.startsWith(EngineProcess.ENDED));
        }
    }
}
