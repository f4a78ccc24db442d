package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.DeadLetterLimit;
import dev.backfill.definition.Limits;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** {@code max-retries-per-minute} pauses a run that meets others again and again, and says what it met. */
public abstract class RetryLimitContract extends EngineContract {
    private static final int ROWS = 2000;
    private static final int MOST = 3;

    private final Backfill countUp = set("t", "n", "n + 1")
            .limits(new Limits(null, new DeadLetterLimit.Rows(0), MOST))
            .build();

    @Test
    void pausesWithWhatItWasTriedAgainForAndGoesOnWhenResumed() throws Exception {
        database.create("t", "id int PRIMARY KEY, n int NOT NULL", ROWS, "n, n");
        database.run(
                "CREATE TABLE busy (since int)",
                """
                CREATE FUNCTION collide() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF EXISTS (SELECT FROM busy) THEN
                        RAISE EXCEPTION 'somebody else was first' USING ERRCODE = '40001';
                    END IF;
                    RETURN NEW;
                END $$""",
                "CREATE TRIGGER collide BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION collide()");
        Oracle oracle = database.oracle("t").update("SET n = n + 1");
        AtomicInteger retries = new AtomicInteger();
        RunListener counting = signal -> {
            if (signal instanceof RunSignal.Retried) {
                retries.incrementAndGet();
            }
        };
        BackfillEngine own = engine();
        BackgroundRun run =
                BackgroundRun.begin(observer(), () -> own.start(countUp, new RunOptions(1, 500, 50), ACTOR, counting));
        database.run("INSERT INTO busy VALUES (1)");

        RunStatus paused = run.end();

        assertThat(paused.state()).as("%s", paused).isEqualTo(RunState.PAUSED);
        assertThat(paused.reason())
                .startsWith("paused by itself: more than 3 chunks had to be tried again within a minute"
                        + " (max-retries-per-minute), 4 of them for: ")
                .contains("40001");
        assertThat(retries).hasValue(MOST + 1);
        assertThat(paused.rows().dead()).isZero();

        database.run("DELETE FROM busy");
        observer().tune(run.id(), 1_000_000, null, null, "quiet again", ACTOR);
        RunStatus done = engine().resume(run.id(), countUp, false, ACTOR, DEAF);
        assertThat(done.state()).as("%s", done).isEqualTo(RunState.SUCCEEDED);
        assertRows(done, ROWS, ROWS, 0);
        oracle.assertSame();
    }
}
