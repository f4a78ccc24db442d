package dev.backfill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.jobs.cli.CommandLineHarness.Outcome;
import org.junit.jupiter.api.Test;

class StopAllVerbTest extends CommandSuite {
    @Test
    void stopsAllRunsAndLetsThemGoOn() {
        cli.type("run", NAME, "--execute");
        Outcome stopped = cli.type("stop-all", "--reason", "disk full");
        assertThat(stopped.code()).isZero();
        assertThat(stopped.out())
                .contains("app: stopped for all runs by ")
                .contains(" since 2026-11-20T10:00:00Z: disk full; lift it with: backfill stop-all --lift");

        assertThat(cli.type("stop-all", "--reason", "again").out())
                .contains("app: nothing changed: stopped", "disk full");
        assertThat(cli.type("status").out()).startsWith("STOPPED  app: stopped for all runs by ");
        assertThat(cli.type("status", RUN).out()).startsWith("STOPPED  app: stopped for all runs by ");
        assertThat(cli.type("status", "-o", "json").out())
                .contains("\"stops\":[{\"control\":\"app\",\"by\":")
                .contains("\"since\":\"2026-11-20T10:00:00Z\",\"reason\":\"disk full\"}]");

        Outcome lifted = cli.type("stop-all", "--lift", "--reason", "mended");
        assertThat(lifted.code()).isZero();
        assertThat(lifted.out())
                .contains("app: lifted; runs go on. It was stopped")
                .doesNotContain("lift it with");
        assertThat(cli.type("stop-all", "--lift", "--reason", "mended").out())
                .contains("app: nothing changed: no stop is in force");
        assertThat(cli.type("status").out()).startsWith("RUN");
    }

    @Test
    void aDatabaseThatCannotBeToldToStopIsAFailure() {
        cli.engine.unreachable = "connection refused";

        Outcome outcome = cli.type("stop-all", "--reason", "disk full");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.out()).contains("app: stopped").contains("logs: FAILED, its runs do not know: connection");
    }

    @Test
    void aStopForAllIsARefusal() {
        cli.engine.failure = new BackfillException(ErrorCode.STOPPED_FOR_ALL, "app is stopped", "ask ann");

        assertThat(cli.type("run", NAME, "--execute").code()).isEqualTo(3);
    }
}
