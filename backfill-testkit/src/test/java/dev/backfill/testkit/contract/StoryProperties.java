package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.chunk.ChunkProbe;
import dev.backfill.chunk.Moment;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.definition.Backfill;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.Engines;
import dev.backfill.engine.RunOptions;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.run.RunId;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.testkit.DatabaseServer;
import dev.backfill.testkit.contract.Story.Act;
import dev.backfill.testkit.contract.Story.Deed;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import org.jspecify.annotations.Nullable;

/**
 * Whatever the table, the work and the interruptions are, the table ends as one plain statement would leave it. What fails
 * is told again with ever simpler stories; the report has the simplest, and the seed that begins with the first one.
 */
abstract class StoryProperties extends EngineContract {
    private static final RunId RUN = new RunId("change-1");

    private final ContractServer shared;

    StoryProperties(TestDialect dialect, Supplier<? extends DatabaseServer> start) {
        shared = new ContractServer(dialect, start);
        use(shared);
    }

    @Provide
    Arbitrary<Story> stories() {
        return Stories.over(dialect().values().keys());
    }

    @AfterProperty
    void stop() {
        shared.stop();
    }

    @Property(tries = 30)
    void endsAsOnePlainStatementWould(@ForAll("stories") Story story) throws Exception {
        database = newDatabase();
        try {
            live(story);
        } finally {
            closeEngines();
            shared.dropDatabases();
        }
    }

    private void live(Story story) throws Exception {
        story.create(database);
        Backfill backfill = story.backfill();
        long rows = database.number("SELECT count(*) FROM t");
        long dead = count(story.selected() + " AND " + story.hopeless());
        long changed = count(story.selected()) - dead;
        Oracle oracle = story.oracle(database);
        @Nullable RunStatus status = null;
        for (Act act : story.acts()) {
            if (status == null || status.state() != RunState.SUCCEEDED) {
                status = life(backfill, act, status != null);
            }
        }
        RunStatus last = Objects.requireNonNull(status).state() == RunState.SUCCEEDED
                ? status
                : engine().resume(RUN, backfill, false, ACTOR, DEAF);

        assertThat(last.state()).as("%s", last).isEqualTo(RunState.SUCCEEDED);
        oracle.assertSame();
        assertRows(last, rows, changed, dead);
        assertThat(deadKeys(last)).hasSize((int) dead).doesNotHaveDuplicates();
    }

    private long count(String where) {
        return database.number("SELECT count(*) FROM t WHERE " + where);
    }

    /** One process, and what happens to it. */
    private RunStatus life(Backfill backfill, Act act, boolean begun) throws Exception {
        Fate fate = new Fate(act);
        try (BackfillEngine own = Engines.create(Map.of("app", database.open("app")), null, fate)) {
            RunStatus status = begun
                    ? own.resume(RUN, backfill, false, ACTOR, fate)
                    : own.start(backfill, RunOptions.NONE, ACTOR, fate);
            fate.over();
            assertThat(status.state())
                    .as("%s after %s", status, act)
                    .isIn(RunState.SUCCEEDED, RunState.PAUSED, RunState.FAILED);
            return status;
        }
    }

    /** Does one deed to a process, once. */
    private final class Fate implements ChunkProbe, RunListener {
        private final Act act;
        private final Thread caller = Thread.currentThread();
        private final AtomicInteger chunks = new AtomicInteger();
        private final AtomicInteger moments = new AtomicInteger();
        private volatile CompletableFuture<?> told = CompletableFuture.completedFuture(null);

        Fate(Act act) {
            this.act = act;
        }

        @Override
        public void at(Moment moment) {
            if (moment == act.moment() && moments.incrementAndGet() == act.at()) {
                if (act.deed() == Deed.CRASH) {
                    throw new LinkageError("crash");
                }
                if (act.deed() == Deed.CUT) {
                    boolean inDoubt = moment == Moment.AFTER_COMMIT;
                    throw new DatabaseException(FailureClass.CONNECTION, "08006", "cut", inDoubt, null);
                }
            }
        }

        @Override
        public void on(RunSignal signal) {
            if (signal instanceof RunSignal.ChunkCommitted && chunks.incrementAndGet() == act.at()) {
                if (act.deed() == Deed.INTERRUPT) {
                    caller.interrupt();
                } else if (act.deed() == Deed.PAUSE || act.deed() == Deed.TUNE) {
                    told = CompletableFuture.runAsync(this::tell);
                }
            }
        }

        /** As somebody elsewhere does, who may be too late. */
        private void tell() {
            try (BackfillEngine operator = Engines.create(Map.of("app", database.open("app")), null)) {
                if (act.deed() == Deed.PAUSE) {
                    operator.pause(RUN, "random", ACTOR);
                } else {
                    operator.tune(RUN, null, 1 + act.at() % 3, 10 * act.at(), "random", ACTOR);
                }
            } catch (BackfillException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.RUN_STATE_CONFLICT);
            }
        }

        void over() {
            Thread.interrupted();
            told.join();
        }
    }
}
