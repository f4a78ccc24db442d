package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.BuiltInGuard;
import dev.backfill.definition.GuardSetting;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.RunOptions;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Plan;
import dev.backfill.plan.Severity;
import dev.backfill.run.RunEvent;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What a definition says about built-in guards is done, and is said in the plan and in the history. */
public abstract class GuardSettingContract extends EngineContract {
    private static final int ROWS = 3000;
    private static final String SAID = "dead-rows is off: it is cleaned at night; lock-waiters held above 0";

    private final Backfill guarded = set("t", "n", "n + 1")
            .guardSettings(List.of(
                    GuardSetting.off(BuiltInGuard.DEAD_ROWS, "it is cleaned at night"),
                    GuardSetting.limits(BuiltInGuard.LOCK_WAITERS, null, 0.0)))
            .build();

    private RunStatus await(BackgroundRun run, Predicate<RunStatus> wanted) throws InterruptedException {
        BackfillEngine observer = observer();
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            RunStatus status = observer.status(run.id());
            if (wanted.test(status)) {
                return status;
            }
            assertThat(System.nanoTime()).as("%s", status).isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    @Test
    void isInForceAndSaid() throws Exception {
        database.create("t", "id int PRIMARY KEY, n int NOT NULL", ROWS, "n, n");
        database.run("CREATE TABLE other (id int)");
        Oracle oracle = database.oracle("t").update("SET n = n + 1");
        Plan plan = observer().plan(guarded);
        assertThat(plan.refused()).isFalse();
        assertThat(plan.findings())
                .filteredOn(finding -> finding.code().startsWith("guard-"))
                .extracting(Finding::code, Finding::severity, Finding::saw)
                .contains(
                        tuple("guard-off", Severity.WARNING, "guard dead-rows is off: it is cleaned at night"),
                        tuple(
                                "guard-limits",
                                Severity.INFO,
                                "the definition states limits of a guard: lock-waiters held above 0"));

        Set<String> read = ConcurrentHashMap.newKeySet();
        RunListener reading = signal -> {
            if (signal instanceof RunSignal.GuardRead guard) {
                read.add(guard.guard());
            }
        };
        BackfillEngine own = engine();
        BackgroundRun run =
                BackgroundRun.begin(observer(), () -> own.start(guarded, new RunOptions(2, 500, 50), ACTOR, reading));
        try (Connection holder = database.connect();
                Connection waiter = database.connect()) {
            holder.setAutoCommit(false);
            waiter.setAutoCommit(false);
            holder.createStatement().execute("LOCK TABLE other");
            Thread waiting = new Thread(() -> lock(waiter), "waiter");
            waiting.start();
            await(run, status -> String.valueOf(status.reason()).startsWith("held: lock-waiters 1 > 0 for "));
            holder.rollback();
            waiting.join();
        }
        RunStatus done = run.end();

        assertThat(done.state()).as("%s", done).isEqualTo(RunState.SUCCEEDED);
        oracle.assertSame();
        assertThat(read).contains("lock-waiters", "disk").doesNotContain("dead-rows");
        assertThat(observer().history("change"))
                .filteredOn(event -> event.what().equals("guards"))
                .extracting(RunEvent::detail)
                .containsExactly(SAID);
    }

    private static void lock(Connection connection) {
        try (var statement = connection.createStatement()) {
            statement.execute("LOCK TABLE other IN SHARE MODE");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
