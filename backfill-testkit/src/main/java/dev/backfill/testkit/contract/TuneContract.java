package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.Backfill;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunEvent;
import dev.backfill.run.RunId;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is tuned lasts as long as it is told to, by the database's clock and whoever works on the run. */
public abstract class TuneContract extends EngineContract {
    private static final int ROWS = 4000;
    private static final Duration HOUR = Duration.ofHours(1);
    private final Backfill countUp = set("t", "n", "n + 1").build();
    private BackgroundRun run;

    @BeforeEach
    void begin() throws InterruptedException {
        database.create("t", "id int PRIMARY KEY, n int NOT NULL", ROWS, "n, n");
        BackfillEngine own = engine();
        run = BackgroundRun.begin(observer(), () -> own.start(countUp, new RunOptions(2, 600, 50), ACTOR, DEAF));
    }

    private Settings tune(
            @Nullable Integer rate, @Nullable Integer workers, @Nullable Integer chunk, @Nullable Duration lasting) {
        return observer().tune(run.id(), rate, workers, chunk, lasting, "why", "ann@desk");
    }

    /** For the run, since the server's clock is not the test's to set. */
    private void anHourGoesBy() {
        database.control()
                .run("UPDATE backfill_run SET settings_until = " + dialect().anHourBefore("settings_until")
                        + " WHERE settings_until IS NOT NULL");
    }

    private List<String> expired() {
        return observer().history("change").stream()
                .filter(e -> e.what().equals("tune-expired"))
                .map(RunEvent::detail)
                .toList();
    }

    private void await(Predicate<RunStatus> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (!wanted.test(observer().status(run.id()))) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    private RunStatus finish(RunId id) throws Exception {
        tune(Settings.NONE, null, null, null);
        RunStatus done = run.id().equals(id) ? run.end() : observer().status(id);
        assertThat(done.state()).as("%s", done).isEqualTo(RunState.SUCCEEDED);
        assertRows(done, ROWS, ROWS, 0);
        return done;
    }

    @Test
    void fallsBackWhileItRuns() throws Exception {
        assertThat(tune(300, 1, null, HOUR)).isEqualTo(new Settings(300, 1, 50));
        RunStatus tuned = observer().status(run.id());
        assertThat(tuned.settings()).isEqualTo(new Settings(300, 1, 50));
        assertThat(Objects.requireNonNull(tuned.temporary()).after()).isEqualTo(new Settings(600, 2, 50));

        anHourGoesBy();
        await(status -> !expired().isEmpty());

        assertThat(expired()).containsExactly("rows per second 300 → 600, workers 1 → 2");
        RunStatus after = observer().status(run.id());
        assertThat(after.settings()).isEqualTo(new Settings(600, 2, 50));
        assertThat(after.temporary()).isNull();
        finish(run.id());
        assertThat(expired()).hasSize(1);
    }

    @Test
    void fallsBackWhileNobodyWorksOnIt() throws Exception {
        tune(300, null, null, HOUR);
        observer().pause(run.id(), "lunch", ACTOR);
        run.end();
        anHourGoesBy();

        assertThat(observer().status(run.id()).settings().rowsPerSecond()).isEqualTo(600);
        assertThat(expired()).isEmpty();

        BackfillEngine own = engine();
        RunId id = run.id();
        run = BackgroundRun.begin(observer(), () -> own.resume(id, countUp, false, ACTOR, DEAF));
        assertThat(expired()).containsExactly("rows per second 300 → 600");
        finish(id);
    }

    @Test
    void whatIsTunedForGoodMeanwhileStays() throws Exception {
        tune(300, null, null, HOUR);
        tune(null, 3, 40, null);
        assertThat(observer().status(run.id()).settings()).isEqualTo(new Settings(300, 3, 40));

        anHourGoesBy();
        await(status -> status.settings().equals(new Settings(600, 3, 40)));

        tune(300, null, null, HOUR);
        tune(500, null, null, null);
        assertThat(observer().status(run.id()).temporary()).isNull();
        assertThat(observer().status(run.id()).settings()).isEqualTo(new Settings(500, 3, 40));
        finish(run.id());
    }

    @Test
    void aSecondOneForAWhileFallsBackToWhatWasBeforeTheFirst() throws Exception {
        tune(300, null, null, HOUR);
        tune(200, 1, null, HOUR);

        anHourGoesBy();
        await(status -> status.settings().equals(new Settings(600, 2, 50)));

        finish(run.id());
    }

    @Test
    void liftsALimitAndAFixedSize() throws Exception {
        assertThat(tune(Settings.NONE, null, Settings.NONE, null)).isEqualTo(new Settings(null, 2, null));
        RunStatus done = run.end();
        assertRows(done, ROWS, ROWS, 0);
        assertThat(observer().history("change"))
                .extracting(RunEvent::detail)
                .contains("rows per second 600 → no limit, rows per chunk 50 → adaptive: why");
    }
}
