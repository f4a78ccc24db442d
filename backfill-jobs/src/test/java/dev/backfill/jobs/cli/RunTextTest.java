package dev.backfill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.run.RunId;
import dev.backfill.run.RunMode;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Settings;
import dev.backfill.run.Verification;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunTextTest {
    private static final String VERIFY = "backfill verify fill-1";
    private static final String REPAIR = VERIFY + " --repair";
    private static final String RESUME = "backfill resume fill-1";

    private static List<String> commands(RunState state, Verification verification) {
        RunStatus run = new RunStatus(
                new RunId("fill-1"),
                "fill",
                RunMode.EXECUTE,
                state,
                null,
                RunStatus.Rows.NONE,
                0,
                new RunStatus.Partitions(0, 0),
                0,
                0,
                null,
                new Settings(null, 1, 1000),
                null,
                null,
                0,
                0,
                verification);
        return RunText.all(run, new Invocation("backfill", null)).stream()
                .filter(line -> line.contains("backfill "))
                .map(line -> line.substring(line.indexOf("backfill ")))
                .toList();
    }

    private static Verification failed(String check) {
        return Verification.of(
                List.of(new Verification.Result(check, Verification.State.FAILED, "0", "1", "", List.of())));
    }

    @Test
    void aVerificationThatFailedCanBeRepeatedAlone() {
        assertThat(commands(RunState.FAILED, failed("remaining"))).containsExactly(VERIFY, RESUME);
    }

    @Test
    void rowsOfACopyCanBeMendedAlone() {
        assertThat(commands(RunState.FAILED, failed("copied"))).containsExactly(VERIFY, REPAIR, RESUME);
    }

    @Test
    void aRunThatWasNotVerifiedGoesOn() {
        assertThat(commands(RunState.FAILED, Verification.PENDING)).containsExactly(RESUME);
        assertThat(commands(RunState.PAUSED, Verification.PENDING)).containsExactly(RESUME);
        assertThat(commands(RunState.SUCCEEDED, failed("copied"))).isEmpty();
    }
}
