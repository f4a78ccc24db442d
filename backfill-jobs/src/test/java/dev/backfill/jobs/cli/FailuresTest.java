package dev.backfill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.jobs.cli.CommandLineHarness.Outcome;
import dev.backfill.run.RunState;
import dev.backfill.run.Verification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest extends CommandSuite {
    @Test
    void aMismatchIsFour() {
        cli.engine.end = RunState.FAILED;
        cli.engine.verification = Verification.of(
                List.of(new Verification.Result("sum", Verification.State.FAILED, "10", "9", "", List.of("17"))));

        assertThat(cli.type("run", NAME, "--execute").code()).isEqualTo(4);
        Outcome again = cli.type("verify", RUN);
        assertThat(again.code()).isEqualTo(4);
        assertThat(again.out()).contains("FAILED  sum: expected 10, found 9").contains("look at 17");
    }

    @Test
    void aRefusalOfPreflightIsThree() {
        cli.engine.findings = List.of(FakeEngine.error());

        assertThat(cli.type("check", NAME).code()).isEqualTo(3);
        assertThat(cli.type("plan", NAME).code()).isEqualTo(3);
        assertThat(cli.type("run", NAME).code()).isEqualTo(3);
    }

    @Test
    void aDefectIsSeventyAndItsMessageStaysInside() {
        cli.engine.failure = new IllegalStateException("row with hidden-secret");

        Outcome outcome = cli.type("run", NAME, "--execute");

        assertThat(outcome.code()).isEqualTo(70);
        assertThat(outcome.err())
                .contains("java.lang.IllegalStateException at dev.backfill.")
                .doesNotContain("hidden-secret");
    }

    @Test
    void anErrorIsOneLineAndAHint() {
        cli.engine.failure = new BackfillException(ErrorCode.TABLE_BUSY, "users is held by other-3", "wait for it");

        assertThat(cli.type("run", NAME, "--execute").err())
                .isEqualTo("backfill: users is held by other-3\n  wait for it\n");
        assertThat(cli.type("run", NAME, "--execute", "-o", "json").out())
                .isEqualTo(
                        "{\"error\":{\"code\":\"TABLE_BUSY\",\"message\":\"users is held by other-3\",\"hint\":\"wait for it\"}}\n");
        cli.terminal = true;
        assertThat(cli.type("status", "nope").err()).startsWith("\u001B[31mbackfill: there is no run nope\u001B[0m\n");
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECTION, DATABASE_UNREACHABLE",
        "CAPACITY, DATABASE_UNREACHABLE",
        "CONTENTION, STATEMENT_FAILED",
        "DATA, STATEMENT_FAILED",
        "DEFINITIVE, STATEMENT_FAILED"
    })
    void aFailureOfTheDatabaseHasACodeAndSaysWhatToDo(FailureClass failureClass, String code) {
        cli.engine.failure = new DatabaseException(failureClass, "XX000", "it failed", false, null);

        Outcome outcome = cli.type("run", NAME, "--execute", "-o", "json");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.out()).contains("\"code\":\"" + code + "\"").doesNotContain("\"hint\":\"\"");
    }

    @Test
    void aTakenPortIsRefusedBeforeAnythingRuns() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Outcome outcome = cli.type("run", NAME, "--execute", "--metrics-port", "127.0.0.1:" + taken.getLocalPort());

            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.err()).contains("--metrics-port").contains("nothing was started");
            assertThat(cli.engine.runs().found()).isEmpty();
        }
    }

    @Test
    void thePasswordIsNowhere() throws IOException {
        for (String command : List.of("list", "plan " + NAME, "status", "schema " + NAME)) {
            Outcome outcome = cli.type(command.split(" "));
            assertThat(outcome.out() + outcome.err()).doesNotContain("hidden-secret");
        }
    }
}
