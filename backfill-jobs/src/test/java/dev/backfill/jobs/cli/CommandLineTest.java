package dev.backfill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.jobs.cli.CommandLineHarness.Outcome;
import dev.backfill.plan.Finding;
import dev.backfill.plan.FindingCode;
import dev.backfill.plan.Severity;
import dev.backfill.run.RunId;
import dev.backfill.run.RunState;
import dev.backfill.run.Verification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class CommandLineTest {
    private static final String NAME = "users-split-name";
    private static final String RUN = NAME + "-1";

    @TempDir
    Path folder;

    private CommandLineHarness cli;

    @BeforeEach
    void open() throws IOException {
        cli = new CommandLineHarness(folder);
    }

    @Test
    void theRunAsJsonIsTheContractToTheLetter() {
        Outcome outcome = cli.type("run", NAME, "--execute", "-o", "json");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .startsWith(
                        "{\"run\":\"users-split-name-1\",\"backfill\":\"users-split-name\","
                                + "\"mode\":\"execute\",\"state\":\"SUCCEEDED\",\"reason\":null,"
                                + "\"rows\":{\"estimated\":1000,\"scanned\":1000,\"changed\":1000,\"unchanged\":0,\"dead\":0},"
                                + "\"chunks\":10,\"partitions\":{\"total\":4,\"done\":4},\"progress\":1.0,\"rowsPerSecond\":5000.0,"
                                + "\"etaSeconds\":0,\"startedAt\":\"2026-11-20T10:00:00Z\",\"endedAt\":\"2026-11-20T10:00:06Z\","
                                + "\"activeSeconds\":5.6,\"throttledSeconds\":0.0,\"verification\":{\"state\":\"PASSED\","
                                + "\"checks\":[{\"name\":\"remaining\",\"state\":\"PASSED\",\"expected\":\"0\",\"actual\":\"0\"");
        assertThat(json(outcome)).containsEntry("run", RUN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list",
                "check N",
                "plan N",
                "run N",
                "run N --full",
                "run N --execute",
                "status",
                "status R",
                "watch R",
                "pause R --reason why",
                "resume R",
                "abort R --reason why",
                "tune R --rate 5 --reason why",
                "stop-all --reason why",
                "stop-all --lift --reason why",
                "verify R",
                "dead-letters list R",
                "dead-letters export R",
                "dead-letters export nope",
                "dead-letters retry R",
                "dead-letters retry R --full",
                "dead-letters retry R --execute",
                "dead-letters retry nope",
                "history",
                "history N",
                "schema N",
                "status nope",
                "run nope",
                "list --nope",
                "nope"
            })
    void everyCommandPrintsOneDocument(String command) {
        cli.type("run", NAME, "--execute");

        Outcome outcome = cli.type((command.replace("N", NAME).replace("R", RUN) + " -o json").split(" "));

        assertThat(json(outcome)).isNotEmpty();
        assertThat(outcome.out().lines()).hasSize(1);
        if (command.contains("nope")) {
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(json(outcome)).containsOnlyKeys("error");
        }
    }

    @Test
    void withoutExecuteNothingThatWritesRuns() {
        assertThat(cli.type("run", NAME, "-o", "json").out()).contains("\"mode\":\"dry-run\"");
        assertThat(cli.engine.runs().found()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--exceute, --execute",
        "--exec, --execute",
        "--canery, --canary",
        "--metric-port, --metrics-port",
    })
    void anUnknownOptionIsRefusedAndNothingRuns(String option, String suggestion) {
        Outcome outcome = cli.type("run", NAME, option);

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains(option).contains(suggestion);
        assertThat(cli.engine.runs().found()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pause R",
                "abort R",
                "tune R --rate 5",
                "pause R --reason ",
                "stop-all",
                "stop-all --lift",
                "stop-all --reason ",
                "stop-all R --reason why",
                "tune R --reason why",
                "tune R --rate 0 --reason why",
                "tune R --rate adaptive --reason why",
                "tune R --chunk none --reason why",
                "tune R --workers none --reason why",
                "tune R --for 30m --reason why",
                "tune R --rate 5 --for 0s --reason why",
                "tune R --rate 5 --for 31d --reason why",
                "tune R --rate 5 --for 30 --reason why",
                "tune R --rate 5 --for soon --reason why",
                "run N --execute --full",
                "run N --canary 1%",
                "run N --execute --canary 1",
                "run N --execute --canary 0%",
                "run N --execute --canary 100%",
                "run N --execute --canary -1%",
                "run N --execute --canary some%",
                "run N --workers 0",
                "run N --workers 65",
                "run N --rate 0",
                "run N --chunk 100001",
                "run N --rate many",
                "run",
                "run N M",
                "run N --metrics-port 65536",
                "run N --execute --execute=maybe",
                "dead-letters",
                "dead-letters list R --limit -1",
                "dead-letters export",
                "dead-letters retry",
                "dead-letters retry R --full --execute",
                "dead-letters retry R --execute --rate 0",
                "status R -o yaml"
            })
    void wrongArgumentsAreUsageErrors(String command) {
        cli.type("run", NAME, "--execute");
        int before = cli.engine.runs().found().size();

        Outcome outcome = cli.type(command.replace("N", NAME).replace("R", RUN).split(" ", -1));

        assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(cli.engine.runs().found()).hasSize(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "lst | found 'lst'; expected a command: demo, list,",
                "dead-letters R | found 'R'; expected a command: list",
                "dead-letters | found no command; expected one of list",
                "plan N extra | found 'extra', which backfill plan does not take; expected NAME and nothing behind it",
                "run N --workers many | 'many' is not a whole number",
                "run N --rate many | found 'many'; expected a whole number from 1 to 10000000, or none",
                "run N --chunk 0 | found '0'; expected a whole number from 1 to 100000, or adaptive",
                "dead-letters list R --limit 0 | --limit: found 0; expected a whole number from 1",
            })
    void aMistypedCommandSaysWhatWasFoundAndExpected(String command, String message) {
        Outcome outcome = cli.type(command.replace("N", NAME).split(" "));

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("backfill: ").contains(message);
    }

    @Test
    void theOperatorsPaceReachesTheEngine() {
        cli.type("run", NAME, "--execute", "--workers", "3", "--rate", "7000", "--chunk", "500");

        assertThat(cli.engine.options)
                .hasToString("RunOptions[workers=3, rowsPerSecond=7000, chunkRows=500, canary=null]");
        assertThat(cli.engine.actor).matches(".+@.+");
    }

    @ParameterizedTest
    @CsvSource({"SUCCEEDED, 0", "FAILED, 1", "ABORTED, 1", "PAUSED, 5"})
    void theRunsEndIsTheExitCode(RunState end, int code) {
        cli.engine.end = end;

        assertThat(cli.type("run", NAME, "--execute").code()).isEqualTo(code);
        assertThat(cli.type("watch", RUN).code()).isEqualTo(code);
        assertThat(cli.type("status", RUN).code()).isZero();
    }

    @Test
    void aTuneMayLiftLimitsAndMayLastForAWhile() {
        cli.type("run", NAME, "--execute", "--rate", "none");
        assertThat(cli.engine.options)
                .hasToString("RunOptions[workers=null, rowsPerSecond=0, chunkRows=null, canary=null]");

        assertThat(cli.type("tune", RUN, "--rate", "none", "--chunk", "adaptive", "--reason", "why")
                        .out())
                .isEqualTo("users-split-name-1: 2 workers, no rate limit, chunks of adaptive size\n");
        assertThat(cli.type("tune", RUN, "--rate", "500", "--for", "30m", "--reason", "why")
                        .out())
                .contains("at most 500 rows/s", "for 30 min 0 s, then back to what it was");
        assertThat(cli.type("tune", RUN, "--rate", "500", "--for", "2h", "--reason", "why", "-o", "json")
                        .out())
                .contains("\"rowsPerSecond\":500", "\"forSeconds\":7200");
    }

    @Test
    void aCanarysShareReachesTheEngine() {
        cli.type("run", NAME, "--execute", "--canary", "0.5%");

        assertThat(cli.engine.options)
                .hasToString("RunOptions[workers=null, rowsPerSecond=null, chunkRows=null, canary=0.005]");
    }

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
    void aDryRunThatEndedInvitesToWrite() {
        assertThat(cli.type("run", NAME, "--full").out())
                .contains("dry run of every chunk: 10 chunks, all rolled back")
                .contains("would fail  1 row: no name")
                .contains("to write: backfill run " + NAME + " --execute");
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
                        "to write: backfill dead-letters retry " + RUN + " --execute");
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

    @Test
    void listShowsYamlAndBeansAndRefusesWhatItCannotRead() throws IOException {
        Outcome good = cli.type("list");
        assertThat(good.code()).isZero();
        assertThat(good.out()).contains(NAME, "users-email-verified", "users-full-name", "users-password-rounds");

        Files.writeString(folder.resolve("backfills/bad.yaml"), "name: bad\nset: { a: b }\n");
        Outcome bad = cli.type("list");
        assertThat(bad.code()).isEqualTo(2);
        assertThat(bad.out()).contains(NAME);
        assertThat(bad.err()).contains("bad.yaml");
    }

    @Test
    void aDatabaseThatDoesNotAnswerHidesNoDefinition() {
        cli.engine.unknown = Map.of("app", silent());

        Outcome list = cli.type("list");
        assertThat(list.code()).isZero();
        assertThat(list.out()).contains(NAME).contains("unknown").doesNotContain("never");
        assertThat(list.err())
                .isEqualTo("backfill: the runs of database app are unknown: database app does not answer: connection"
                        + " refused\n");
        assertThat(cli.type("list", "-o", "json").out())
                .endsWith("\"unknown\":{\"app\":\"database app does not answer: connection refused\"}}\n");
    }

    @Test
    void statusWithoutAnAnswerIsOneErrorAndAnIncompleteOneIsNoSuccess() {
        cli.engine.unknown = Map.of("app", silent());

        Outcome nothing = cli.type("status");
        assertThat(nothing.code()).isEqualTo(1);
        assertThat(nothing.out()).isEmpty();
        assertThat(nothing.err())
                .isEqualTo("backfill: database app does not answer: connection refused\n"
                        + "  check that the server is running, that its url in the configuration file is right, and"
                        + " that the network lets this host reach it\n");
        assertThat(cli.type("status", "-o", "json").out()).contains("\"code\":\"DATABASE_UNREACHABLE\"");

        cli.type("run", NAME, "--execute");
        Outcome some = cli.type("status");
        assertThat(some.code()).isEqualTo(1);
        assertThat(some.out()).contains(RUN);
        assertThat(some.err()).contains("runs of database app are unknown");
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

    private static DatabaseException silent() {
        return new DatabaseException(
                FailureClass.CONNECTION, "08001", "database app does not answer: connection refused", false, null);
    }

    @Test
    void yamlFindsATransformByItsBeansName() throws IOException {
        Files.writeString(
                folder.resolve("backfills/by-name.yaml"),
                "name: by-name\ndatabase: app\ntable: users\ntransform: full-name-split\n");

        assertThat(cli.type("run", "by-name").code()).isZero();
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

    private static Map<String, Object> json(Outcome outcome) {
        return JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build()
                .readValue(outcome.out(), new TypeReference<>() {});
    }
}
