package dev.backfill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.run.RunId;
import dev.backfill.run.RunMode;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Settings;
import dev.backfill.run.Verification;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgressFiguresTest {
    private final ProgressFigures figures = new ProgressFigures("users-names");

    @Test
    void aRunningRunIsOneLineWithAllThatSomebodyOnCallAsks() {
        figures.observe(status(RunState.RUNNING, "rate-limit: 20,000 rows/s", 25_000, 3, 9L));
        assertThat(figures.line())
                .isEqualTo("users-names-1: 12.5%, 25,000 of 200,000 rows, 3 dead letters, RUNNING 19,500 rows/s, 9.0 s"
                        + " to go, held back: rate-limit: 20,000 rows/s");
    }

    @Test
    void whatIsNotKnownIsSaidInWords() {
        figures.observe(status(RunState.RUNNING, null, 0, 0, null));
        assertThat(figures.line())
                .isEqualTo("users-names-1: 0.0%, 0 of 200,000 rows, RUNNING 19,500 rows/s, unknown time to go");
    }

    @Test
    void ofARunThatCannotBeSeenNobodyKnowsHowFastItGoes() {
        figures.observe(status(RunState.RUNNING, "rate-limit: 20,000 rows/s", 25_000, 0, 9L)
                .unseen("database app does not answer since 12 s"));
        assertThat(figures.line())
                .isEqualTo(
                        "users-names-1: 12.5%, 25,000 of 200,000 rows, RUNNING 0 rows/s, unknown time to go, held back:"
                                + " database app does not answer since 12 s");
    }

    @Test
    void aRunThatStoppedSaysWhy() {
        figures.observe(status(RunState.PAUSED, "lunch", 25_000, 0, 9L));
        assertThat(figures.line()).isEqualTo("users-names-1: 12.5%, 25,000 of 200,000 rows, PAUSED: lunch");
    }

    @Test
    void whatHeldItBackASecondAgoIsNamedOnce() {
        figures.observe(status(RunState.RUNNING, null, 1, 0, null));
        figures.on(new RunSignal.Throttled("rate-limit", Duration.ofMillis(300)));
        assertThat(figures.line()).endsWith("to go, held back: rate-limit");
        assertThat(figures.line()).endsWith("to go");
    }

    @Test
    void aDryRunCountsWhatItSaw() {
        figures.on(new RunSignal.ChunkCommitted(1, 1, 1, 0, 0, Map.of()));
        assertThat(figures.line()).isEqualTo("users-names: 1 row seen");
    }

    private static RunStatus status(
            RunState state, @Nullable String reason, long scanned, long dead, @Nullable Long toGo) {
        return new RunStatus(
                new RunId("users-names-1"),
                "users-names",
                RunMode.EXECUTE,
                state,
                reason,
                new RunStatus.Rows(200_000, scanned, scanned - dead, 0, dead),
                5,
                new RunStatus.Partitions(4, 0),
                scanned / 200_000.0,
                19_500,
                toGo,
                new Settings(20_000, 2, null),
                null,
                null,
                1.3,
                0.2,
                Verification.PENDING);
    }
}
