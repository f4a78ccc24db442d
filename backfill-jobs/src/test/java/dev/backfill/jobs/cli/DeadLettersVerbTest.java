package dev.backfill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.jobs.cli.CommandLineHarness.Outcome;
import dev.backfill.run.RunId;
import dev.backfill.run.RunState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeadLettersVerbTest extends CommandSuite {
    @Test
    void saysWhyRowsFailedBeforeItSaysWhich() {
        cli.type("run", NAME, "--execute");

        assertThat(cli.type("dead-letters", "list", RUN).out().lines().map(String::stripTrailing))
                .containsExactly(
                        "ROWS  WHY         SUCH AS",
                        "2     not a name  42",
                        "",
                        "KEY    WHY",
                        "42     not a name",
                        "a,\"b\"  not a name");
        assertThat(cli.type("dead-letters", "list", RUN, "--limit", "1").out())
                .contains("and 1 more; all keys that are not settled: backfill dead-letters export " + RUN)
                .doesNotContain("a,");
        assertThat(json(cli.type("dead-letters", "list", RUN, "--limit", "1", "-o", "json")))
                .containsEntry("total", 2)
                .containsEntry("groups", List.of(Map.of("error", "not a name", "rows", 2, "example", List.of("42"))))
                .hasEntrySatisfying(
                        "deadLetters", letters -> assertThat((List<?>) letters).hasSize(1));
    }

    @Test
    void listsSettledRowsApart() {
        cli.engine.settledBy = new RunId(NAME + "-2");
        cli.type("run", NAME, "--execute");

        assertThat(cli.type("dead-letters", "list", RUN).out().lines().map(String::stripTrailing))
                .containsExactly(
                        "ROWS  WHY         SUCH AS",
                        "1     not a name  42",
                        "",
                        "KEY  WHY",
                        "42   not a name",
                        "",
                        "KEY    WHY         SETTLED BY",
                        "a,\"b\"  not a name  " + NAME + "-2");
        Outcome json = cli.type("dead-letters", "list", RUN, "-o", "json");
        assertThat(json(json)).containsEntry("total", 2).containsEntry("settled", 1);
        assertThat(json.out()).contains("\"settledBy\":null", "\"settledBy\":\"" + NAME + "-2\"");
        assertThat(cli.type("dead-letters", "export", RUN).out().lines()).containsExactly("id", "42");
    }

    @Test
    void aRetryIsADryRunUntilItIsExecuted() {
        cli.type("run", NAME, "--execute");

        Outcome rehearsed = cli.type("dead-letters", "retry", RUN);
        assertThat(rehearsed.code()).as(rehearsed.err()).isZero();
        assertThat(rehearsed.out())
                .contains(
                        "retry       of the rows that failed in " + RUN + ", and of no others",
                        "nothing was written",
                        "to write: " + cli.command("dead-letters retry " + RUN + " --execute"));
        assertThat(cli.engine.runs().found()).hasSize(1);

        Outcome executed = cli.type("dead-letters", "retry", RUN, "--execute", "--rate", "70", "-o", "json");
        assertThat(executed.code()).isZero();
        assertThat(json(executed)).containsEntry("retryOf", RUN).containsEntry("state", "SUCCEEDED");
        assertThat(cli.engine.options)
                .hasToString("RunOptions[workers=null, rowsPerSecond=70, chunkRows=null, canary=null]");
        assertThat(cli.engine.runs().found()).hasSize(2);
        cli.engine.end = RunState.PAUSED;
        assertThat(cli.type("dead-letters", "retry", RUN, "--execute").code()).isEqualTo(5);
    }

    @Test
    void aRetryOfNothingSaysSoAndIsNoFailure() {
        cli.type("run", NAME, "--execute");
        cli.engine.retryable = false;

        Outcome outcome = cli.type("dead-letters", "retry", RUN, "--execute");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).contains("nothing to retry: all 2 rows that failed in " + RUN + " are settled");
        assertThat(json(cli.type("dead-letters", "retry", RUN, "-o", "json")))
                .containsEntry("run", null)
                .containsEntry("retryOf", RUN)
                .containsEntry("total", 2);
    }

    @Test
    void exportsKeysForOtherTools() {
        cli.type("run", NAME, "--execute");

        assertThat(cli.type("dead-letters", "export", RUN).out().lines())
                .containsExactly("id", "42", "\"a,\"\"b\"\"\"");
        assertThat(json(cli.type("dead-letters", "export", RUN, "-o", "json")))
                .containsEntry("columns", List.of("id"))
                .containsEntry("keys", List.of(List.of("42"), List.of("a,\"b\"")));
    }

    @Test
    void dataCannotReachTheTerminalAsControl() {
        cli.engine.deadLetterKey = List.of("a\u001B[2Jb\u009Bc\u202Ed\ne\u007F");
        cli.type("run", NAME, "--execute");

        assertThat(cli.type("dead-letters", "list", RUN).out())
                .contains("a\\u001B[2Jb\\u009Bc\\u202Ed\\u000Ae\\u007F")
                .doesNotContainPattern("[\\p{Cc}&&[^\\n]]");
        Outcome json = cli.type("dead-letters", "list", RUN, "-o", "json");
        assertThat(json.out()).doesNotContainPattern("[^\\x20-\\x7E\\n]");
        assertThat(json(json).toString()).contains("a\u001B[2Jb\u009Bc\u202Ed\ne\u007F");
    }
}
