package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.chunk.ChunkProbe;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.Check;
import dev.backfill.definition.Window;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.Engines;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunId;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A verification that is not over when the windows close waits for the next one, and says so. */
public abstract class VerificationHoldContract extends EngineContract {
    private static final int ROWS = 500;
    private static final RunId RUN = new RunId("change-1");
    private static final Instant NIGHT = Instant.parse("2026-11-21T23:00:00Z");
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final String CLOSED = "outside of its windows until 2026-11-22T22:00Z";

    private final AtomicReference<Instant> clock = new AtomicReference<>(NIGHT);
    private final Backfill atNight = set("t", "n", "n + 1")
            .windows(List.of(new Window(
                    EnumSet.allOf(DayOfWeek.class), LocalTime.of(22, 0), LocalTime.of(6, 0), ZoneOffset.UTC)))
            .checks(List.of(new Check("all counted", "SELECT count(*) FROM t WHERE n = id", "0")))
            .build();
    /** The window closes just as the checks are about to begin. */
    private final RunListener closing = signal -> {
        if (signal instanceof RunSignal.StateChanged changed && changed.state() == RunState.VERIFYING) {
            clock.set(NOON);
        }
    };

    @BeforeEach
    void table() {
        database.create("t", "id int PRIMARY KEY, n int NOT NULL", ROWS, "n, n");
    }

    private BackfillEngine clocked() {
        return closing(Engines.create(Map.of("app", database.open("app")), null, ChunkProbe.NONE, clock::get));
    }

    private CompletableFuture<RunStatus> start() {
        BackfillEngine own = clocked();
        return CompletableFuture.supplyAsync(() -> own.start(atNight, RunOptions.NONE, ACTOR, closing));
    }

    private RunStatus awaitHeld(CompletableFuture<RunStatus> run) throws InterruptedException {
        BackfillEngine observer = observer();
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            RunStatus status = observer.runs().found().stream().findFirst().orElse(null);
            if (status != null && CLOSED.equals(status.reason())) {
                return status;
            }
            assertThat(run).as("%s", status).isNotDone();
            assertThat(System.nanoTime()).as("%s", status).isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    private static void assertVerified(RunStatus status) {
        assertThat(status.state()).as("%s", status).isEqualTo(RunState.SUCCEEDED);
        assertThat(status.verification().state()).isEqualTo(Verification.State.PASSED);
        assertThat(status.verification().checks())
                .extracting(Verification.Result::name)
                .contains("all counted");
        assertRows(status, ROWS, ROWS, 0);
    }

    @Test
    void waitsForTheNextWindow() throws Exception {
        CompletableFuture<RunStatus> run = start();

        RunStatus held = awaitHeld(run);
        assertThat(held.state()).isEqualTo(RunState.VERIFYING);
        assertThat(held.verification()).isEqualTo(Verification.PENDING);

        clock.set(NIGHT.plus(Duration.ofDays(1)));
        assertVerified(run.join());
    }

    @Test
    void obeysAPauseMeanwhileAndIsDoneAgainWhenResumed() throws Exception {
        CompletableFuture<RunStatus> run = start();
        awaitHeld(run);

        assertThat(observer().pause(RUN, "lunch", ACTOR).state()).isEqualTo(RunState.PAUSED);
        RunStatus paused = run.join();
        assertThat(paused.reason()).isEqualTo("lunch");
        assertThat(paused.verification()).isEqualTo(Verification.PENDING);

        clock.set(NIGHT.plus(Duration.ofDays(1)));
        assertVerified(clocked().resume(RUN, atNight, false, ACTOR, DEAF));
    }
}
