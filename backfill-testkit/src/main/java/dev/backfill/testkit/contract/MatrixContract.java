package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.Transform.Outcome;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunId;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;

/** For every kind of key and both kinds of work: rehearsed, paused, resumed, with dead letters, verified and retried. */
public abstract class MatrixContract extends EngineContract {
    private static final int ROWS = 200;
    private static final int BAD = 4;
    private static final RunOptions SMALL_CHUNKS = new RunOptions(1, null, 20);

    @ParameterizedTest
    @Cases(Cases.Of.KEYS)
    void bySql(KeyCase key) throws Exception {
        assertAll(key, set("t", "n", "n + 1000000").build());
    }

    @ParameterizedTest
    @Cases(Cases.Of.KEYS)
    void inJava(KeyCase key) throws Exception {
        assertAll(
                key,
                rows(
                                "t",
                                transform(
                                        "n",
                                        n -> new Outcome.Changed(
                                                Map.of("n", (Long) Objects.requireNonNull(n) + 1_000_000))))
                        .build());
    }

    private void assertAll(KeyCase key, Backfill backfill) throws Exception {
        key.create(database, ROWS);
        database.run("ALTER TABLE t ADD CONSTRAINT bad CHECK (n < 1000000 OR n % 50 <> 7)");
        Oracle oracle = database.oracle("t").update("SET n = n + 1000000 WHERE n % 50 <> 7");
        rehearse(backfill);
        RunId run = pause(backfill);

        RunStatus done = engine().resume(run, backfill, false, ACTOR, DEAF);

        assertThat(done.state()).as("%s", done).isEqualTo(RunState.SUCCEEDED);
        assertRows(done, ROWS, ROWS - BAD, BAD);
        oracle.assertSame();
        assertThat(deadKeys(done)).hasSize(BAD).doesNotHaveDuplicates();
        assertThat(engine().verify(run, backfill, DEAF).verification().state())
                .isEqualTo(done.verification().state())
                .isNotEqualTo(Verification.State.FAILED);
        retry(backfill, run);
        database.run("DELETE FROM backfill_chunk WHERE run_id = '" + run + "' AND chunk_no = 5");
        assertThat(engine().verify(run, backfill, DEAF).verification().state()).isEqualTo(Verification.State.FAILED);
    }

    private void rehearse(Backfill backfill) {
        List<@Nullable String> before = database.versions("t");
        assertRows(engine().rehearse(backfill, SMALL_CHUNKS, true, DEAF).status(), ROWS, ROWS - BAD, BAD);
        assertThat(database.versions("t")).isEqualTo(before);
    }

    private RunId pause(Backfill backfill) {
        Thread caller = Thread.currentThread();
        RunListener interrupting = signal -> {
            if (signal instanceof RunSignal.ChunkCommitted) {
                caller.interrupt();
            }
        };
        RunStatus paused = engine().start(backfill, SMALL_CHUNKS, ACTOR, interrupting);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(paused.state()).as("%s", paused).isEqualTo(RunState.PAUSED);
        assertThat(paused.rows().changed())
                .isBetween(1L, ROWS - BAD - 1L)
                .isEqualTo(database.number("SELECT count(*) FROM t WHERE n > 1000000"));
        return paused.run();
    }

    private void retry(Backfill backfill, RunId run) {
        database.run("ALTER TABLE t DROP CONSTRAINT bad");
        RunStatus retried =
                engine().retry(run, backfill, RunOptions.NONE, ACTOR, DEAF).orElseThrow();
        assertRows(retried, BAD, BAD, 0);
        assertThat(database.number("SELECT count(DISTINCT n) FROM t WHERE n BETWEEN 1000001 AND 1000200"))
                .isEqualTo(ROWS);
    }
}
