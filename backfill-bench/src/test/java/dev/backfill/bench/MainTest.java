package dev.backfill.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class MainTest {
    @ParameterizedTest
    @CsvSource({
        "--rows=0, --rows must be at least 1",
        "--rounds=0, --rounds must be at least 1",
        "--warm-up-rows=0, --warm-up-rows must be at least 1",
        "--warm-up-rows=1000000, --warm-up-rows must differ from --rows",
        "--scale --scale-rows=5, --scale-rows must be more than --rows",
        "--no-comparison, leaves nothing to do",
        "--only=sql-bare-3, --only takes ids among",
        "--databases --only=sql-bare-1, --only takes ids among",
        "--fast, Unknown option"
    })
    void refusesWhatMakesNoSense(String arguments, String message) {
        StringWriter err = new StringWriter();
        CommandLine command = new CommandLine(new Main()).setErr(new PrintWriter(err));

        assertThat(command.execute(arguments.split(" "))).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains(message);
    }
}
