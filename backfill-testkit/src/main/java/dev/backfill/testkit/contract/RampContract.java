package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.chunk.ChunkProbe;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.BuiltInGuard;
import dev.backfill.definition.GuardQuery;
import dev.backfill.definition.GuardSetting;
import dev.backfill.definition.RampStep;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.Engines;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunEvent;
import dev.backfill.run.RunId;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A ramp does not rise while the database says that it is too much already. */
public abstract class RampContract extends EngineContract {
    private static final int ROWS = 20_000;
    private static final RunId RUN = new RunId("change-1");
    private static final String FIRST = "from its beginning: step 1 of 2, at most 300 rows/s for 60 s";
    private static final String SECOND = "step 2 of 2, at most 600 rows/s for 60 s";

    private final AtomicReference<Instant> clock = new AtomicReference<>(Instant.parse("2026-11-21T21:00:00Z"));

    private void later(int seconds) {
        clock.updateAndGet(now -> now.plusSeconds(seconds));
    }

    private List<String> steps() {
        return observer().history("change").stream()
                .filter(event -> event.what().equals("ramp"))
                .map(RunEvent::detail)
                .toList();
    }

    private void level(int level) {
        database.run("UPDATE gauge SET level = " + level);
    }

    private RunStatus await(String what, CompletableFuture<RunStatus> run, Predicate<RunStatus> wanted)
            throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            RunStatus status = observer().runs().found().stream().findFirst().orElse(null);
            if (status != null && wanted.test(status)) {
                return status;
            }
            assertThat(run).as("%s: %s", what, status).isNotDone();
            assertThat(System.nanoTime()).as("%s: %s", what, status).isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    private static boolean says(RunStatus status, String part) {
        return status.reason() != null && status.reason().contains(part);
    }

    @Test
    void waitsWhereItIsWhileAGuardSlowsTheRun() throws Exception {
        database.create("t", "id int PRIMARY KEY, n int NOT NULL", ROWS, "n, n");
        database.run("CREATE TABLE gauge (level int)", "INSERT INTO gauge VALUES (0)");
        Backfill gentle = set("t", "n", "n + 1")
                .guards(List.of(new GuardQuery("queue", "SELECT level FROM gauge", 10.0, 20.0)))
                .guardSettings(List.of(GuardSetting.off(BuiltInGuard.COMMIT_LATENCY, "it is not what is tried")))
                .ramp(List.of(new RampStep(300, Duration.ofMinutes(1)), new RampStep(600, Duration.ofMinutes(1))))
                .build();
        BackfillEngine own =
                closing(Engines.create(Map.of("app", database.open("app")), null, ChunkProbe.NONE, clock::get));
        CompletableFuture<RunStatus> run =
                CompletableFuture.supplyAsync(() -> own.start(gentle, new RunOptions(2, null, 50), ACTOR, DEAF));
        await("it has begun", run, status -> status.chunks() > 0 && steps().equals(List.of(FIRST)));

        level(15);
        await("the guard slows it", run, status -> says(status, "slowed to ") && says(status, "queue 15 > 10"));
        later(61);
        double since = observer().status(RUN).activeSeconds();
        await("some heartbeats", run, status -> status.activeSeconds() > since + 4);
        assertThat(steps()).as("while it is slowed").containsExactly(FIRST);

        level(0);
        await("nothing slows it", run, status -> !says(status, "queue"));
        later(30);
        double well = observer().status(RUN).activeSeconds();
        await("a heartbeat that sees the half minute", run, status -> status.activeSeconds() > well + 4);
        assertThat(steps()).as("the step's time begins anew").containsExactly(FIRST);
        later(31);
        await("the second step", run, status -> steps().equals(List.of(FIRST, SECOND)));
        observer().abort(RUN, "seen", ACTOR);
        assertThat(run.join().state()).isEqualTo(RunState.ABORTED);
    }
}
