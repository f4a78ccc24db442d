package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.chunk.ChunkProbe;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.RampStep;
import dev.backfill.definition.Window;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.Engines;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunEvent;
import dev.backfill.run.RunId;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.testkit.contract.TestDialect.Lack;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run works when it may, by a clock that the test sets, and beginning as gently as it is told. */
public abstract class WindowContract extends EngineContract {
    private static final int ROWS = 2000;
    private static final RunId RUN = new RunId("change-1");
    private static final Instant NOON = Instant.parse("2026-11-21T11:00:00Z");
    private static final Instant NIGHT = Instant.parse("2026-11-21T21:00:00Z");
    private static final String CLOSED = "outside of its windows until 2026-11-21T22:00+01:00[Europe/Berlin]";

    private final AtomicReference<Instant> clock = new AtomicReference<>(NIGHT);
    private final Backfill atNight = set("t", "n", "n + 1")
            .windows(List.of(new Window(
                    EnumSet.allOf(DayOfWeek.class),
                    LocalTime.of(22, 0),
                    LocalTime.of(6, 0),
                    ZoneId.of("Europe/Berlin"))))
            .build();

    @BeforeEach
    void table() {
        database.create("t", "id int PRIMARY KEY, n int NOT NULL", ROWS, "n, n");
    }

    private BackfillEngine clocked() {
        return closing(Engines.create(Map.of("app", database.open("app")), null, ChunkProbe.NONE, clock::get));
    }

    private CompletableFuture<RunStatus> start(Backfill backfill, int rate) {
        BackfillEngine own = clocked();
        return CompletableFuture.supplyAsync(() -> own.start(backfill, new RunOptions(2, rate, 50), ACTOR, DEAF));
    }

    private RunStatus await(CompletableFuture<RunStatus> run, Predicate<RunStatus> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            RunStatus status = observer().runs().found().stream().findFirst().orElse(null);
            if (status != null && wanted.test(status)) {
                return status;
            }
            assertThat(run).as("%s", status).isNotDone();
            assertThat(System.nanoTime()).as("%s", status).isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    private RunStatus awaitHeld(CompletableFuture<RunStatus> run) throws InterruptedException {
        return await(
                run, status -> CLOSED.equals(status.reason()) && !events("hold").isEmpty());
    }

    private List<String> events(String what) {
        return observer().history("change").stream()
                .filter(event -> event.what().equals(what))
                .map(RunEvent::detail)
                .toList();
    }

    private void assertDone(RunStatus status) {
        assertThat(status.state()).as("%s", status).isEqualTo(RunState.SUCCEEDED);
        assertRows(status, ROWS, ROWS, 0);
        assertThat(database.number("SELECT count(*) FROM t WHERE n = id + 1")).isEqualTo(ROWS);
    }

    @Test
    void startedOutsideOfItsWindowsWaitsAtOnceAndGoesOnByItself() throws Exception {
        clock.set(NOON);
        CompletableFuture<RunStatus> run = start(atNight, 1_000_000);

        RunStatus held = awaitHeld(run);
        assertThat(held.state()).isEqualTo(RunState.RUNNING);
        assertThat(held.chunks()).isZero();
        assertThat(held.etaSeconds()).isNull();
        await(run, status -> status.throttledSeconds() > 0);

        clock.set(NIGHT);
        RunStatus done = run.join();
        assertDone(done);
        assertThat(done.throttledSeconds()).isPositive();
        assertThat(events("hold")).containsExactly(CLOSED);
    }

    @Test
    void beginsNoChunkOnceAWindowHasClosed() throws Exception {
        CompletableFuture<RunStatus> run = start(atNight, 200);
        await(run, status -> status.chunks() > 2);

        clock.set(NOON);
        long begun = awaitHeld(run).chunks();
        double waited = observer().status(RUN).throttledSeconds();
        RunStatus later = await(run, status -> status.throttledSeconds() > waited + 1.5);
        assertThat(later.chunks()).isEqualTo(begun).isLessThan(ROWS / 50);

        clock.set(NIGHT);
        observer().tune(RUN, 1_000_000, null, null, "night", ACTOR);
        assertDone(run.join());
        assertThat(events("hold")).containsExactly(CLOSED);
        assertThat(events("go-on"))
                .containsExactly(
                        "was held: " + CLOSED + "; its windows close at 2026-11-22T06:00+01:00[Europe/Berlin]");
    }

    @Test
    void aPauseEndsTheWait() throws Exception {
        clock.set(NOON);
        CompletableFuture<RunStatus> run = start(atNight, 1_000_000);
        awaitHeld(run);

        RunStatus paused = observer().pause(RUN, "lunch", ACTOR);
        assertThat(paused.state()).isEqualTo(RunState.PAUSED);
        assertThat(run.join().reason()).isEqualTo("lunch");

        BackfillEngine own = clocked();
        CompletableFuture<RunStatus> again =
                CompletableFuture.supplyAsync(() -> own.resume(RUN, atNight, false, ACTOR, DEAF));
        await(again, status -> CLOSED.equals(status.reason()) && events("hold").size() == 2);
        assertThat(observer().abort(RUN, "no", ACTOR).state()).isEqualTo(RunState.ABORTED);
        assertThat(again.join().chunks()).isZero();
    }

    @Test
    void aWaitingRunHoldsNoConnectionInATransaction() throws Exception {
        clock.set(NOON);
        CompletableFuture<RunStatus> run = start(atNight, 1_000_000);
        awaitHeld(run);
        await(run, status -> status.throttledSeconds() > 1.5);

        for (int look = 0; look < 20; look++) {
            if (dialect().lacks().contains(Lack.SESSIONS)) {
                database.run("PRAGMA busy_timeout = 0", "BEGIN IMMEDIATE", "ROLLBACK");
            } else {
                assertThat(database.number(dialect().idleTransactions())).isZero();
            }
        }
        clock.set(NIGHT);
        assertDone(run.join());
    }

    @Test
    void risesStepByStepAndFromTheBeginningAfterAResume() throws Exception {
        Backfill gentle = set("t", "n", "n + 1")
                .ramp(List.of(new RampStep(100, Duration.ofMinutes(1)), new RampStep(200, Duration.ofMinutes(1))))
                .build();
        CompletableFuture<RunStatus> run = start(gentle, 1_000_000);
        await(
                run,
                status -> status.chunks() > 0
                        && "ramp: step 1 of 2, at most 100 rows/s for 60 s".equals(status.reason()));
        clock.set(NIGHT.plusSeconds(61));
        await(run, status -> "ramp: step 2 of 2, at most 200 rows/s for 60 s".equals(status.reason()));
        observer().pause(RUN, "lunch", ACTOR);
        run.join();

        BackfillEngine own = clocked();
        CompletableFuture<RunStatus> again =
                CompletableFuture.supplyAsync(() -> own.resume(RUN, gentle, false, ACTOR, DEAF));
        String first = "from its beginning: step 1 of 2, at most 100 rows/s for 60 s";
        String second = "step 2 of 2, at most 200 rows/s for 60 s";
        await(again, status -> events("ramp").equals(List.of(first, second, first)));
        clock.set(NIGHT.plusSeconds(200));
        await(again, status -> events("ramp").size() == 4);
        clock.set(NIGHT.plusSeconds(300));
        assertDone(again.join());
        assertThat(events("ramp")).containsExactly(first, second, first, second, "over, after 2 steps");
    }
}
