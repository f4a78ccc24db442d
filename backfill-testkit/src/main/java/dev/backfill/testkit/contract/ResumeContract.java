package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.chunk.ChunkProbe;
import dev.backfill.chunk.Moment;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.TableName;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.Engines;
import dev.backfill.engine.RunOptions;
import dev.backfill.error.ErrorCode;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A run goes on where it was, on what it was planned for, or says why not. */
public abstract class ResumeContract extends ControlGround {
    /** Spring Batch's tables, those that refer to others first. */
    private static final List<String> METADATA = List.of(
            "STEP_EXECUTION_CONTEXT",
            "JOB_EXECUTION_CONTEXT",
            "STEP_EXECUTION",
            "JOB_EXECUTION_PARAMS",
            "JOB_EXECUTION",
            "JOB_INSTANCE");

    @Test
    void refusesToGoOnWithoutTheKeysIndexAndLeavesTheRunAsItIs() throws Exception {
        RunStatus paused = observer().pause(begin(countUp).id(), "lunch", ACTOR);
        database.run(dialect().dropPrimaryKey("t"));

        assertRefused(ErrorCode.PREFLIGHT_REFUSED, () -> resume(paused), "key-not-unique", "[id]");

        RunStatus still = observer().status(paused.run());
        assertThat(still.state()).isEqualTo(RunState.PAUSED);
        assertThat(still.reason()).isEqualTo("lunch");
        database.run(dialect().addPrimaryKey("t", "id"));
        observer().tune(paused.run(), 1_000_000, null, null, "night", ACTOR);
        assertDone(resume(paused));
    }

    @Test
    void refusesToGoOnOverColumnsThatChanged() throws Exception {
        RunStatus paused = observer().pause(begin(countUp).id(), "lunch", ACTOR);
        String before = typeOfId();
        database.run(dialect().change("t", "id", "varchar(20)"));
        String after = typeOfId();

        assertThat(after).isNotEqualTo(before);
        assertRefused(
                ErrorCode.PREFLIGHT_REFUSED, () -> resume(paused), "column id", "is " + after, "it was " + before);
        assertRefused(ErrorCode.PREFLIGHT_REFUSED, () -> observer().verify(paused.run(), countUp, DEAF), "column id");

        database.run("ALTER TABLE t DROP COLUMN n");
        assertRefused(ErrorCode.PREFLIGHT_REFUSED, () -> resume(paused), "column n does not exist");
        assertThat(observer().status(paused.run()).state()).isEqualTo(RunState.PAUSED);
    }

    /** As a process leaves it that was killed after Spring Batch had recorded the job, and before its first execution. */
    @Test
    void goesOnWhereSpringBatchHasAJobAndNoExecution() throws Exception {
        RunStatus paused = observer().pause(begin(countUp).id(), "lunch", ACTOR);
        for (String table : List.of(
                "STEP_EXECUTION_CONTEXT",
                "STEP_EXECUTION",
                "JOB_EXECUTION_CONTEXT",
                "JOB_EXECUTION_PARAMS",
                "JOB_EXECUTION")) {
            database.run("DELETE FROM backfill_batch_" + table);
        }
        assertThat(database.number("SELECT count(*) FROM backfill_batch_JOB_INSTANCE"))
                .isEqualTo(1);

        observer().tune(paused.run(), 1_000_000, null, null, "night", ACTOR);
        assertDone(resume(paused));
    }

    /** As a process leaves it that was killed after Spring Batch had recorded the steps, and before their contexts. */
    @Test
    void goesOnWhereSpringBatchHasStepsWithoutTheirContexts() throws Exception {
        RunStatus paused = observer().pause(begin(countUp).id(), "lunch", ACTOR);
        database.run("DELETE FROM backfill_batch_STEP_EXECUTION_CONTEXT");
        assertThat(database.number("SELECT count(*) FROM backfill_batch_STEP_EXECUTION"))
                .isPositive();

        observer().tune(paused.run(), 1_000_000, null, null, "night", ACTOR);
        assertDone(resume(paused));
    }

    /** As a server does that crashed, and had not written its latest commits to the disk. */
    @Test
    void goesOnWhenTheServerForgetsSpringBatchsMetadata() {
        AtomicBoolean forgotten = new AtomicBoolean();
        ChunkProbe probe = moment -> {
            if (moment == Moment.BEFORE_METADATA && forgotten.compareAndSet(false, true)) {
                METADATA.forEach(table -> database.run("DELETE FROM backfill_batch_" + table));
            }
        };
        BackfillEngine engine = closing(Engines.create(Map.of("app", database.open("app")), null, probe));

        assertDone(engine.start(countUp, new RunOptions(1, null, null), ACTOR, DEAF));
        assertThat(forgotten).isTrue();
    }

    @Test
    void columnsThatItDoesNotUseMayChange() throws Exception {
        RunStatus paused = observer().pause(begin(countUp).id(), "lunch", ACTOR);
        database.run("ALTER TABLE t DROP COLUMN c", "ALTER TABLE t ADD d int");
        observer().tune(paused.run(), 1_000_000, null, null, "night", ACTOR);

        assertThat(resume(paused).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(database.number("SELECT count(*) FROM t WHERE n = id + 1")).isEqualTo(ROWS);
    }

    @Test
    void aRunThatLosesItsKeysIndexWhileItsDatabaseIsAwayFailsAndSaysWhatToDo() {
        AtomicBoolean cut = new AtomicBoolean();
        ChunkProbe probe = moment -> {
            if (moment == Moment.BEFORE_METADATA && cut.compareAndSet(false, true)) {
                database.run(dialect().dropPrimaryKey("t"));
                throw new DatabaseException(FailureClass.CONNECTION, "08006", "cut", false, null);
            }
        };
        BackfillEngine engine = closing(Engines.create(Map.of("app", database.open("app")), null, probe));

        RunStatus failed = engine.start(countUp, new RunOptions(1, null, null), ACTOR, DEAF);

        assertThat(failed.state()).isEqualTo(RunState.FAILED);
        assertThat(failed.reason())
                .contains("key-not-unique", "; use the columns of a unique index")
                .doesNotContain("\n");
        assertThat(failed.rows().changed()).isLessThan(ROWS);
        database.run(dialect().addPrimaryKey("t", "id"));
        assertDone(resume(failed));
    }

    @Test
    void pausesAgainAndAgain() throws Exception {
        BackgroundRun run = begin(countUp);
        RunStatus last = observer().pause(run.id(), "1", ACTOR);
        for (int i = 2; i <= 3; i++) {
            RunStatus paused = last;
            BackgroundRun again = BackgroundRun.begin(observer(), () -> resume(paused));
            last = observer().pause(again.id(), "again", ACTOR);
            assertThat(last.rows().changed()).isGreaterThan(paused.rows().changed());
        }
        observer().tune(run.id(), 1_000_000, null, null, "night", ACTOR);
        assertDone(resume(last));
    }

    @Test
    void resumesOnlyWhatWasPlanned() throws Exception {
        BackgroundRun run = begin(countUp);
        RunStatus paused = observer().pause(run.id(), "lunch", ACTOR);
        Backfill edited = set("t", "n", "n + 2").build();
        Backfill narrower = set("t", "n", "n + 1").where("id < 10").build();
        Backfill gentler =
                set("t", "n", "n + 1").workers(1).chunk(chunks(10, 20)).build();

        assertRefused(
                ErrorCode.DEFINITION_CHANGED,
                () -> engine().resume(paused.run(), edited, false, ACTOR, DEAF),
                "edited");
        assertRefused(
                ErrorCode.DEFINITION_CHANGED,
                () -> engine().resume(paused.run(), narrower, false, ACTOR, DEAF),
                "edited");
        observer().tune(run.id(), 1_000_000, null, null, "night", ACTOR);
        assertDone(engine().resume(paused.run(), gentler, false, ACTOR, DEAF));
        assertRefused(ErrorCode.RUN_STATE_CONFLICT, () -> resume(paused), "SUCCEEDED");
    }

    @Test
    void anInterruptOfTheCallerPauses() throws Exception {
        BackgroundRun run = begin(countUp);

        run.interrupt();

        RunStatus paused = run.end();
        assertThat(paused.state()).isEqualTo(RunState.PAUSED);
        assertThat(run.interrupted()).isTrue();
        observer().tune(run.id(), 1_000_000, null, null, "night", ACTOR);
        assertDone(resume(paused));
    }

    @Test
    void keepsItsControlDataElsewhere() throws Exception {
        TestDatabase control = newDatabase();
        BackfillEngine first = engine(Map.of("app", database.open("app")), control.open("control"));
        BackfillEngine second = engine(Map.of("app", database.open("app")), control.open("control"));
        BackgroundRun run = BackgroundRun.begin(second, () -> first.start(countUp, SLOW, ACTOR, DEAF));
        RunStatus paused = second.pause(run.id(), "lunch", ACTOR);
        assertThat(paused.state()).isEqualTo(RunState.PAUSED);
        run.end();
        second.tune(run.id(), 1_000_000, null, null, "night", ACTOR);

        assertDone(second.resume(run.id(), countUp, false, ACTOR, DEAF));

        assertThat(database.tables()).noneMatch(table -> table.matches(".*(batch_|run|event).*"));
        assertThat(control.tables()).doesNotContain("backfill_chunk", "t");
        assertThat(control.control().number("SELECT count(*) FROM backfill_run"))
                .isOne();
    }

    private String typeOfId() {
        return closing(database.open("look"))
                .describe(TableName.parse("t"))
                .require("id")
                .bareType()
                .replaceFirst("^pg_catalog\\.", "");
    }
}
