package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.chunk.ChunkProbe;
import dev.backfill.chunk.Moment;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.Transform.Outcome;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.Engines;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunId;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * For every kind of key and of work: rehearsed, paused, dead around a commit, resumed, with dead letters,
 * verified and retried.
 */
public abstract class MatrixContract extends EngineContract {
    private static final int ROWS = 200;
    private static final int BAD = 4;
    private static final long LITTLE_NANOS = 20_000_000;
    private static final long PATIENCE_NANOS = 10_000_000_000L;
    private static final RunOptions SMALL_CHUNKS = new RunOptions(1, null, 20);

    private String written = "t";

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

    @ParameterizedTest
    @Cases(Cases.Of.COPIED_KEYS)
    void byCopy(KeyCase key) throws Exception {
        key.create(database, ROWS);
        written = "u";
        key.createEmpty(database, written);
        Map<String, String> columns = new LinkedHashMap<>();
        database.columns("t").forEach(column -> columns.put(column, column.equals("n") ? "n + 1000000" : column));
        Oracle oracle = database.oracle(written)
                .insert("SELECT " + String.join(", ", columns.values()) + " FROM t WHERE n % 50 <> 7");

        assertAll(copy("t", written, columns).build(), oracle);
    }

    private void assertAll(KeyCase key, Backfill backfill) throws Exception {
        key.create(database, ROWS);
        assertAll(backfill, database.oracle("t").update("SET n = n + 1000000 WHERE n % 50 <> 7"));
    }

    private void assertAll(Backfill backfill, Oracle oracle) throws Exception {
        database.run("ALTER TABLE " + written + " ADD CONSTRAINT bad CHECK (n < 1000000 OR n % 50 <> 7)");
        rehearse(backfill);
        RunId run = pause(backfill);
        die(backfill, run, Moment.BEFORE_COMMIT);
        die(backfill, run, Moment.AFTER_COMMIT);

        RunStatus done = observer().resume(run, backfill, false, ACTOR, DEAF);

        assertThat(done.state()).as("%s", done).isEqualTo(RunState.SUCCEEDED);
        assertRows(done, ROWS, ROWS - BAD, BAD);
        oracle.assertSame();
        assertThat(deadKeys(done)).hasSize(BAD).doesNotHaveDuplicates();
        assertThat(observer().verify(run, backfill, DEAF).verification().state())
                .isEqualTo(done.verification().state())
                .isNotEqualTo(Verification.State.FAILED);
        retry(backfill, run);
        database.run("DELETE FROM backfill_chunk WHERE run_id = '" + run + "' AND chunk_no = 5");
        assertThat(observer().verify(run, backfill, DEAF).verification().state())
                .isEqualTo(Verification.State.FAILED);
    }

    private void rehearse(Backfill backfill) {
        List<@Nullable String> before = database.versions(written);
        assertRows(observer().rehearse(backfill, SMALL_CHUNKS, true, DEAF).status(), ROWS, ROWS - BAD, BAD);
        assertThat(database.versions(written)).isEqualTo(before);
    }

    private RunId pause(Backfill backfill) {
        Thread caller = Thread.currentThread();
        AtomicBoolean told = new AtomicBoolean();
        RunListener interrupting = signal -> {
            if (signal instanceof RunSignal.ChunkCommitted) {
                if (told.compareAndSet(false, true)) {
                    caller.interrupt();
                    awaitHeard(caller);
                }
                // on a busy machine all rows would be done before the caller gets its turn
                LockSupport.parkNanos(LITTLE_NANOS);
            }
        };
        RunStatus paused = engine().start(backfill, SMALL_CHUNKS, ACTOR, interrupting);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(paused.state()).as("%s", paused).isEqualTo(RunState.PAUSED);
        assertThat(paused.rows().changed())
                .isBetween(1L, ROWS - BAD - 1L)
                .isEqualTo(database.number("SELECT count(*) FROM " + written + " WHERE n > 1000000"));
        return paused.run();
    }

    private static void awaitHeard(Thread caller) {
        long begin = System.nanoTime();
        while (caller.isInterrupted() && System.nanoTime() - begin < PATIENCE_NANOS) {
            LockSupport.parkNanos(LITTLE_NANOS);
        }
    }

    private void die(Backfill backfill, RunId run, Moment moment) throws Exception {
        AtomicBoolean dead = new AtomicBoolean();
        ChunkProbe killing = at -> {
            if (at == moment && dead.compareAndSet(false, true)) {
                throw new LinkageError("the process dies");
            }
        };
        try (BackfillEngine own = Engines.create(Map.of("app", database.open("app")), null, killing)) {
            RunStatus status = own.resume(run, backfill, false, ACTOR, DEAF);
            assertThat(dead).as("%s was reached", moment).isTrue();
            assertThat(status.state()).as("%s", status).isEqualTo(RunState.FAILED);
        }
    }

    private void retry(Backfill backfill, RunId run) {
        database.run("ALTER TABLE " + written + " DROP CONSTRAINT bad");
        RunStatus retried =
                observer().retry(run, backfill, RunOptions.NONE, ACTOR, DEAF).orElseThrow();
        assertRows(retried, BAD, BAD, 0);
        assertThat(database.number("SELECT count(DISTINCT n) FROM " + written + " WHERE n BETWEEN 1000001 AND 1000200"))
                .isEqualTo(ROWS);
    }
}
