package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.GuardQuery;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.RunOptions;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A guard's query that goes wrong while the run works holds it with the reason; when it answers again, the run goes on. */
public abstract class GuardTroubleContract extends EngineContract {
    private static final int ROWS = 3000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Backfill guarded = set("t", "n", "n + 1")
            .guards(List.of(new GuardQuery("queue", "SELECT depth FROM measured()", 10.0, 20.0)))
            .build();

    @BeforeEach
    void table() {
        database.create("t", "id int PRIMARY KEY, n int NOT NULL", ROWS, "n, n");
        answers("RETURN QUERY SELECT 0");
    }

    /** What the guard's query does from now on. */
    private void answers(String body) {
        database.run("CREATE OR REPLACE FUNCTION measured() RETURNS TABLE (depth int) LANGUAGE plpgsql AS $$ BEGIN "
                + body + "; END $$");
    }

    private RunStatus await(String what, BackgroundRun run, Predicate<RunStatus> wanted) throws InterruptedException {
        BackfillEngine observer = observer();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            RunStatus status = observer.status(run.id());
            if (wanted.test(status)) {
                return status;
            }
            assertThat(System.nanoTime()).as("%s: %s", what, status).isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    private static boolean says(RunStatus status, String... parts) {
        String reason = String.valueOf(status.reason());
        return List.of(parts).stream().allMatch(reason::contains);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "PERFORM pg_sleep(60)                     | timeout",
                "RETURN QUERY SELECT 1 / 0                | zero",
                "RETURN QUERY SELECT 1 UNION ALL SELECT 2 | more than one row",
                "RETURN QUERY SELECT NULL::int            | NULL",
                "RETURN                                   | no row",
            })
    void isHeldUntilItAnswersAgain(String trouble, String named) throws Exception {
        Oracle oracle = database.oracle("t").update("SET n = n + 1");
        BackfillEngine own = engine();
        BackgroundRun run =
                BackgroundRun.begin(observer(), () -> own.start(guarded, new RunOptions(2, 500, 50), ACTOR, DEAF));

        answers(trouble);
        RunStatus held =
                await("it says what holds it", run, status -> says(status, "held: queue: cannot be read", named));
        assertThat(held.state()).isEqualTo(RunState.RUNNING);
        double since = held.throttledSeconds();
        RunStatus still = await("it waits", run, status -> status.throttledSeconds() > since + 1.5);
        assertThat(still.chunks()).isEqualTo(observer().status(run.id()).chunks());

        answers("RETURN QUERY SELECT 0");
        RunStatus done = run.end();
        assertThat(done.state()).as("%s", done).isEqualTo(RunState.SUCCEEDED);
        assertRows(done, ROWS, ROWS, 0);
        oracle.assertSame();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "PERFORM pg_sleep(60)      | timeout",
                "RETURN QUERY SELECT 1 / 0 | zero",
            })
    void isRefusedIfItGoesWrongBeforeTheRun(String trouble, String named) {
        answers(trouble);
        assertThatThrownBy(() -> start(guarded))
                .isInstanceOfSatisfying(
                        BackfillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PREFLIGHT_REFUSED))
                .hasMessageContainingAll("guard queue cannot read its signal", named);
        assertThat(observer().runs().found()).isEmpty();
    }

    @Test
    void aHangingOneDoesNotKeepTheRunFromObeyingAPause() throws Exception {
        BackfillEngine own = engine();
        BackgroundRun run =
                BackgroundRun.begin(observer(), () -> own.start(guarded, new RunOptions(2, 500, 50), ACTOR, DEAF));
        answers("PERFORM pg_sleep(60)");
        await("it is held", run, status -> says(status, "held: queue"));

        assertThat(observer().pause(run.id(), "lunch", ACTOR).state()).isEqualTo(RunState.PAUSED);
        assertThat(run.end().reason()).isEqualTo("lunch");
    }
}
