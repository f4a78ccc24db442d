package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.BuiltInGuard;
import dev.backfill.definition.GuardQuery;
import dev.backfill.definition.GuardSetting;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.RunOptions;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.run.RunEvent;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds a run back, holds it; it is named; and the run goes on by itself. */
public abstract class GuardContract extends EngineContract {
    private static final int ROWS = 6000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Slow enough to be met while running. */
    private static final RunOptions SLOW = new RunOptions(2, 1000, 50);

    private final Backfill guarded = guardedBy("SELECT level FROM gauge");
    private Oracle oracle;

    @BeforeEach
    void table() {
        database.create("t", "id int PRIMARY KEY, n int NOT NULL", ROWS, "n, n");
        database.create("gauge", "level int", 1, "0");
        oracle = database.oracle("t").update("SET n = n + 1");
    }

    private static Backfill guardedBy(String query) {
        return set("t", "n", "n + 1")
                .guards(List.of(new GuardQuery("queue", query, 10.0, 20.0)))
                .guardSettings(List.of(GuardSetting.off(BuiltInGuard.COMMIT_LATENCY, "it is not what is tried")))
                .build();
    }

    private BackgroundRun begin() throws InterruptedException {
        BackfillEngine own = engine();
        return BackgroundRun.begin(observer(), () -> own.start(guarded, SLOW, ACTOR, DEAF));
    }

    private void level(int level) {
        database.run("UPDATE gauge SET level = " + level);
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    private boolean says(BackgroundRun run, String... parts) {
        @Nullable String reason = observer().status(run.id()).reason();
        return reason != null && List.of(parts).stream().allMatch(reason::contains);
    }

    private Stream<String> paces() {
        return observer().history("change").stream()
                .filter(event -> event.what().equals("pace"))
                .map(RunEvent::detail);
    }

    /** What the chunk that was under way when the hold came has committed is among them. */
    private long chunksOnceHeld(BackgroundRun run) throws InterruptedException {
        double waited = observer().status(run.id()).throttledSeconds();
        await("it waits", () -> observer().status(run.id()).throttledSeconds() > waited + 1);
        return observer().status(run.id()).chunks();
    }

    @Test
    void isHeldAboveTheLimitAndGoesOnByItself() throws Exception {
        BackgroundRun run = begin();
        level(21);
        await("it says what holds it", () -> says(run, "held: queue 21 > 20 for "));
        long held = chunksOnceHeld(run);
        Thread.sleep(1500);
        RunStatus still = observer().status(run.id());
        assertThat(still.chunks()).isEqualTo(held);
        assertThat(still.state()).isEqualTo(RunState.RUNNING);

        // it writes no more than one such line within some seconds
        await("its history says so", () -> paces().anyMatch(detail -> detail.startsWith("held: queue 21 > 20")));
        level(0);
        RunStatus end = run.end();
        assertThat(end.state()).as("%s", end).isEqualTo(RunState.SUCCEEDED);
        assertThat(end.throttledSeconds()).isGreaterThan(1);
        oracle.assertSame();
    }

    @Test
    void isSlowedBetweenTheLimitsAndSaysSo() throws Exception {
        BackgroundRun run = begin();
        level(15);
        await("it says what slows it", () -> says(run, "slowed to ", " rows/s: queue 15 > 10 for "));
        level(0);
        assertThat(run.end().state()).isEqualTo(RunState.SUCCEEDED);
        oracle.assertSame();
    }

    @Test
    void aHeldRunStillObeysAPause() throws Exception {
        BackgroundRun run = begin();
        level(21);
        await("it is held", () -> says(run, "held: queue"));
        assertThat(observer().pause(run.id(), "lunch", ACTOR).state()).isEqualTo(RunState.PAUSED);
        assertThat(run.end().reason()).isEqualTo("lunch");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE FROM gauge                    | no row",
                "INSERT INTO gauge VALUES (1)         | more than one row",
                "UPDATE gauge SET level = NULL        | NULL",
                "ALTER TABLE gauge RENAME TO elsewhere| gauge",
            })
    void isHeldWhenAGuardCannotReadAnyMore(String harm, String named) throws Exception {
        BackgroundRun run = begin();
        database.run(harm);
        await("it says which guard cannot read and why", () -> says(run, "held: queue: cannot be read since ", named));
        long held = chunksOnceHeld(run);
        Thread.sleep(1000);
        assertThat(observer().status(run.id()).chunks()).isEqualTo(held);
        observer().abort(run.id(), "seen", ACTOR);
        run.end();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT level FROM gauge WHERE level < 0        | no row",
                "SELECT n FROM t                                | more than one row",
                "SELECT 'full'                                  | number",
                "SELECT nullif(1, 1)                            | NULL",
                "SELECT level FROM nowhere                      | nowhere",
                "SELECT sum(a.n + b.n + c.n) FROM t a, t b, t c | time",
            })
    void refusesAGuardWhoseQueryDoesNotAnswerOneNumber(String query, String named) {
        assertThatThrownBy(() -> start(guardedBy(query)))
                .isInstanceOfSatisfying(
                        BackfillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PREFLIGHT_REFUSED))
                .hasMessageContainingAll("guard queue cannot read its signal", named);
        assertThat(database.number("SELECT count(*) FROM t WHERE n <> id")).isZero();
    }
}
