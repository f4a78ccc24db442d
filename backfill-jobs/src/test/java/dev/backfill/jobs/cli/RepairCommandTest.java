package dev.backfill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.Position;
import dev.backfill.jobs.cli.CommandLineHarness.Outcome;
import dev.backfill.verify.CopyFaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepairCommandTest extends CommandSuite {
    @Test
    void repairCountsAndMendsOnlyWhenToldToWrite() {
        cli.type("run", NAME, "--execute");
        assertThat(cli.type("verify", RUN, "--execute").code()).isEqualTo(2);
        Outcome none = cli.type("verify", RUN, "--repair", "--execute");
        assertThat(none.code()).isZero();
        assertThat(none.out()).contains("nothing to mend");

        cli.engine.faults = new CopyFaults(
                List.of(new Position(List.of("1")), new Position(List.of("2"))),
                List.of(new Position(List.of("3"))),
                false);
        Outcome dry = cli.type("verify", RUN, "--repair");
        assertThat(dry.code()).isEqualTo(4);
        assertThat(dry.out())
                .contains("2 rows missing, 1 with other values")
                .contains("would mend 2 rows")
                .contains("on-conflict: update");
        assertThat(json(cli.type("verify", RUN, "--repair", "-o", "json")))
                .containsEntry("missing", 2)
                .containsEntry("differing", 1)
                .containsEntry("mendable", 2);
        Outcome mended = cli.type("verify", RUN, "--repair", "--execute", "-o", "json");
        assertThat(mended.code()).isZero();
        assertThat(json(mended)).containsEntry("repairOf", RUN).containsEntry("state", "SUCCEEDED");
    }

    @Test
    void rowsOfACopyFromAnotherDatabaseAreMendedToo() throws IOException {
        Files.writeString(
                cli.configuration,
                "    legacy: { url: \"jdbc:postgresql://127.0.0.1:5432/old\", username: app }\n",
                StandardOpenOption.APPEND);
        Files.writeString(
                folder.resolve("backfills/" + NAME + ".yaml"),
                """
                name: %s
                description: Fill people
                database: app
                table: users
                copy: { from: legacy, into: people, columns: { id: id }, on-conflict: update }
                """
                        .formatted(NAME));
        cli.type("run", NAME, "--execute");
        cli.engine.faults = new CopyFaults(List.of(), List.of(new Position(List.of("3"))), false);

        assertThat(cli.type("verify", RUN, "--repair").out())
                .contains("would mend 1 row: " + cli.command("verify " + RUN + " --repair --execute"));
    }
}
