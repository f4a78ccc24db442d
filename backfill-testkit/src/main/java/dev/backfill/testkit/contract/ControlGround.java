package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.definition.Backfill;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.RunOptions;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;

/** A run that is slow enough to be steered while it works. */
abstract class ControlGround extends EngineContract {
    static final int ROWS = 3000;
    /** Slow enough to be met while running, also by whoever begins other runs beside it on a busy machine. */
    static final RunOptions SLOW = new RunOptions(2, 200, 50);

    final Backfill countUp = set("t", "n", "n + 1").build();
    Oracle oracle;

    @BeforeEach
    void table() {
        database.create("t", "id int PRIMARY KEY, n int NOT NULL, c text", ROWS, "n, n, concat('c', n)");
        oracle = database.oracle("t").update("SET n = n + 1");
    }

    BackgroundRun begin(Backfill backfill) throws InterruptedException {
        BackfillEngine own = engine();
        return BackgroundRun.begin(observer(), () -> own.start(backfill, SLOW, ACTOR, DEAF));
    }

    RunStatus resume(RunStatus run) {
        return engine().resume(run.run(), countUp, false, ACTOR, DEAF);
    }

    static void assertRefused(ErrorCode code, ThrowingCallable call, String... named) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        BackfillException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContainingAll(named);
    }

    void assertDone(RunStatus status) {
        assertThat(status.state()).as("%s", status).isEqualTo(RunState.SUCCEEDED);
        assertRows(status, ROWS, ROWS, 0);
        oracle.assertSame();
        assertThat(database.number("SELECT sum(changed) FROM backfill_chunk")).isEqualTo(ROWS);
    }
}
