package dev.backfill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.jobs.cli.CommandLineHarness.Outcome;
import dev.backfill.run.RunState;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest extends CommandSuite {
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
                "verify R --repair",
                "verify R --repair --execute",
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

    @ParameterizedTest
    @CsvSource({
        "--exceute, --execute",
        "--exec, --execute",
        "--canery, --canary",
        "--metric-port, --metrics-port",
        "--pushgateway, --push-gateway",
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
                "run N --push-gateway http://127.0.0.1:9091",
                "run N --otlp http://127.0.0.1:4318",
                "run N --execute --push-gateway 127.0.0.1:9091",
                "run N --execute --push-gateway http://127.0.0.1:9091?a=b",
                "run N --execute --otlp grpc://127.0.0.1:4317",
                "resume R --otlp http://",
                "dead-letters retry R --push-gateway http://127.0.0.1:9091",
                "dead-letters retry R --execute --push-gateway nowhere",
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
                "run N --execute --push-gateway http://ops:hidden-secret@h:9091 | found an address with a user's name or password in it; expected http://HOST:PORT",
                "run N --otlp http://127.0.0.1:4318 | --otlp: found without --execute; expected both",
                "dead-letters list R --limit 0 | --limit: found 0; expected a whole number from 1",
            })
    void aMistypedCommandSaysWhatWasFoundAndExpected(String command, String message) {
        Outcome outcome = cli.type(command.replace("N", NAME).split(" "));

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("backfill: ").contains(message).doesNotContain("hidden-secret");
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
    void yamlFindsATransformByItsBeansName() throws IOException {
        Files.writeString(
                folder.resolve("backfills/by-name.yaml"),
                "name: by-name\ndatabase: app\ntable: users\ntransform: full-name-split\n");

        assertThat(cli.type("run", "by-name").code()).isZero();
    }
}
