package dev.backfill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aSignalPausesTheRunAndTheProcessSaysSo(String signal) throws IOException, InterruptedException {
        Path configuration = new CommandLineHarness(folder).configuration;
        Process process = new ProcessBuilder(List.of(
                        // what a shell starts in the background is deaf to SIGINT, and so are its children
                        "env",
                        "--default-signal=INT",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FakeMain.class.getName(),
                        "--config",
                        configuration.toString(),
                        "run",
                        "users-split-name",
                        "--execute",
                        "-o",
                        "json"))
                .start();
        try (BufferedReader err = process.errorReader();
                BufferedReader out = process.inputReader()) {
            // the first line of progress: the run is on
            assertThat(err.readLine()).contains("RUNNING");
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(ExitCode.PAUSED.number());
            assertThat(out.readLine())
                    .startsWith("{\"run\":")
                    .contains("\"state\":\"PAUSED\"")
                    .endsWith("}");
        } finally {
            process.destroyForcibly();
        }
    }
}
