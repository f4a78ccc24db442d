package dev.backfill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.jobs.cli.CommandLineHarness.Outcome;
import dev.backfill.run.RunState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What commands say of a database that does not answer. */
class AbsentDatabaseTest extends CommandSuite {
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

    private static DatabaseException silent() {
        return new DatabaseException(
                FailureClass.CONNECTION, "08001", "database app does not answer: connection refused", false, null);
    }

    @Test
    void historyShowsWhatIsKnownAndIsNoSuccess() {
        cli.engine.unknown = Map.of("logs", silent());
        Outcome nothing = cli.type("history");
        assertThat(nothing.code()).isEqualTo(1);
        assertThat(nothing.out()).isEmpty();

        cli.type("run", NAME, "--execute");
        Outcome some = cli.type("history");

        assertThat(some.code()).isEqualTo(1);
        assertThat(some.out()).contains(RUN, "RUNNING → SUCCEEDED");
        assertThat(some.err())
                .isEqualTo("backfill: the runs of database logs are unknown: database app does not answer: connection"
                        + " refused\n");
        assertThat(cli.type("history", NAME, "-o", "json").out())
                .startsWith("{\"events\":[{")
                .endsWith("\"unknown\":{\"logs\":\"database app does not answer: connection refused\"}}\n");
        cli.engine.unknown = Map.of();
        assertThat(cli.type("history", NAME).code()).isZero();
    }

    @Test
    void watchSaysThatItCannotLookAndLooksAgain() {
        cli.type("run", NAME, "--execute");
        cli.engine.become(RunState.RUNNING);
        Runnable well = () -> {};
        Runnable missed = () -> {
            throw silent();
        };
        cli.engine.looks.addAll(List.of(well, missed, missed, () -> cli.engine.become(RunState.SUCCEEDED)));

        Outcome outcome = cli.type("watch", RUN);

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err())
                .containsOnlyOnce("backfill: cannot look: database app does not answer: connection refused;")
                .containsOnlyOnce("backfill: there is an answer again");
        assertThat(outcome.out()).contains("SUCCEEDED");
    }

    @Test
    void watchGivesUpWhereWaitingDoesNotHelp() {
        cli.type("run", NAME, "--execute");
        cli.engine.become(RunState.RUNNING);
        cli.engine.looks.addAll(List.of(() -> {}, () -> {
            throw new BackfillException(ErrorCode.RUN_NOT_FOUND, "there is no run any more", "see: backfill status");
        }));

        Outcome outcome = cli.type("watch", RUN);

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("backfill: there is no run any more");
    }
}
