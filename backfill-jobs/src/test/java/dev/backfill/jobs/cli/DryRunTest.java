package dev.backfill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.jobs.cli.CommandLineHarness.Outcome;
import dev.backfill.plan.Finding;
import dev.backfill.plan.FindingCode;
import dev.backfill.plan.Severity;
import dev.backfill.run.RunState;
import java.util.List;
import org.junit.jupiter.api.Test;

class DryRunTest extends CommandSuite {
    @Test
    void withoutExecuteNothingThatWritesRuns() {
        assertThat(cli.type("run", NAME, "-o", "json").out()).contains("\"mode\":\"dry-run\"");
        assertThat(cli.engine.runs().found()).isEmpty();
    }

    @Test
    void aDryRunThatEndedInvitesToWrite() {
        assertThat(cli.type("run", NAME, "--full").out())
                .contains("dry run of every chunk: 10 chunks, all rolled back")
                .contains("would fail  1 row: no name")
                .contains("to write: " + cli.command("run " + NAME + " --execute"));
    }

    @Test
    void aDryRunStoppedEarlySaysWhatItSawAndInvitesToNothing() {
        cli.engine.rehearsalEnd = RunState.ABORTED;

        Outcome outcome = cli.type("run", NAME, "--full");

        assertThat(outcome.out())
                .contains("dry run stopped before its end: 10 chunks, all rolled back")
                .contains("  stopped     interrupted; 4 of 4 partitions seen to the end")
                .contains("the rest was not seen")
                .doesNotContain("every chunk")
                .doesNotContain("--execute");
    }

    @Test
    void aDryRunWithTooManyFailuresInvitesToNothing() {
        cli.engine.rehearsalEnd = RunState.FAILED;

        assertThat(cli.type("run", NAME).out())
                .contains("limits: max-dead-letters")
                .doesNotContain("--execute");
    }

    @Test
    void aPlanWithNothingLeftToDoSaysThatNothingWasTried() {
        cli.engine.repeatable = false;
        assertThat(cli.type("plan", NAME).out()).contains("repeatable  no: ");

        cli.engine.findings = List.of(new Finding(FindingCode.NOTHING_TO_DO, Severity.INFO, "nothing", ""));
        assertThat(cli.type("plan", NAME).out()).contains("repeatable  not tried, as no row was seen to change");
    }
}
