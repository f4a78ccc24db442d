package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.Check;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A canary does its share, is verified, and waits for a person. */
public abstract class CanaryContract extends EngineContract {
    private static final int ROWS = 4000;

    private final Backfill fill = set("t", "c", "'x'")
            .where("c IS NULL")
            .checks(List.of(new Check("none left", "SELECT count(*) FROM t WHERE c IS NULL", "0")))
            .build();

    @BeforeEach
    void table() {
        database.create("t", "id int PRIMARY KEY, c text", ROWS, "n, NULL");
        database.run(dialect().analyze("t"));
    }

    private static RunOptions canary(@Nullable Integer rate) {
        return new RunOptions(2, rate, 50, 0.1);
    }

    private long filled() {
        return database.number("SELECT count(*) FROM t WHERE c = 'x'");
    }

    private void assertCanaryDone(RunStatus status, Verification.State verified) {
        assertThat(status.state()).as("%s", status).isEqualTo(RunState.PAUSED);
        assertThat(status.rows().scanned()).isEqualTo(ROWS / 10);
        assertThat(filled()).isEqualTo(ROWS / 10);
        assertThat(Objects.requireNonNull(status.reason()))
                .startsWith("canary of 10% done: 400 rows in ")
                .contains("verified: " + verified)
                .endsWith("; go on with all the rest: backfill resume change-1");
        assertThat(status.verification().state()).isEqualTo(verified);
        assertThat(status.canary()).isNull();
    }

    private void assertGoesOn(RunStatus paused) {
        RunStatus done = engine().resume(paused.run(), fill, false, ACTOR, DEAF);
        assertThat(done.state()).as("%s", done).isEqualTo(RunState.SUCCEEDED);
        assertRows(done, ROWS, ROWS, 0);
        assertThat(filled()).isEqualTo(ROWS);
    }

    @Test
    void doesItsShareOfEveryPartitionAndGoesOnWhenResumed() {
        RunStatus status = engine().start(fill, canary(null), ACTOR, DEAF);

        assertCanaryDone(status, Verification.State.PASSED);
        assertThat(database.number("SELECT count(DISTINCT partition_no) FROM backfill_chunk"))
                .isEqualTo(status.partitions().total());
        assertThat(status.verification().checks())
                .extracting(Verification.Result::name)
                .doesNotContain("none left");
        assertGoesOn(status);
    }

    @Test
    void oneThatWasPausedIsStillOneWhenItIsResumed() throws Exception {
        BackfillEngine own = engine();
        BackgroundRun run = BackgroundRun.begin(observer(), () -> own.start(fill, canary(100), ACTOR, DEAF));
        RunStatus paused = observer().pause(run.id(), "lunch", ACTOR);
        run.end();
        assertThat(paused.canary()).isEqualTo(0.1);
        assertThat(paused.rows().scanned()).isBetween(1L, ROWS / 10 - 1L);

        RunStatus status = engine().resume(run.id(), fill, false, ACTOR, DEAF);

        assertCanaryDone(status, Verification.State.PASSED);
        observer().tune(run.id(), 0, null, null, "looks well", ACTOR);
        assertGoesOn(status);
    }

    @Test
    void aMismatchPausesToo() {
        AtomicBoolean undone = new AtomicBoolean();
        RunListener application = signal -> {
            if (signal instanceof RunSignal.ChunkCommitted && !undone.getAndSet(true)) {
                database.run("UPDATE t SET c = NULL WHERE id = 3");
            }
        };

        RunStatus status = engine().start(fill, canary(null), ACTOR, application);

        assertThat(status.state()).as("%s", status).isEqualTo(RunState.PAUSED);
        assertThat(status.reason()).contains("verified: FAILED: remaining (expected 0, found 1)");
        assertThat(filled()).isEqualTo(ROWS / 10 - 1);
    }
}
