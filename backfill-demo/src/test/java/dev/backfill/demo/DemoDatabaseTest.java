package dev.backfill.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.jobs.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoDatabaseTest {
    private static final String DATA = "backfill-demo-data";

    @TempDir
    Path folder;

    @Test
    void showsARunAndLeavesNothingBehind() throws IOException, InterruptedException {
        Outcome outcome = type("demo", "--rows", "3000", "-o", "json");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out().lines()).singleElement().asString().contains("\"state\":\"SUCCEEDED\"", "\"PASSED\"");
        assertThat(folder.resolve(DATA)).doesNotExist();
    }

    @Test
    void whatItSuggestsNextWorksOnAKeptDatabase() throws IOException, InterruptedException {
        Outcome demo = type("demo", "--rows", "3000", "--keep");
        try {
            assertThat(demo.code()).as(demo.err()).isZero();
            List<String> next = demo.err()
                    .lines()
                    .dropWhile(line -> !line.equals("try next:"))
                    .filter(line -> line.contains("--config"))
                    .toList();
            assertThat(next).hasSizeGreaterThan(5);
            for (String line : next) {
                Outcome outcome =
                        type(line.strip().substring("backfill ".length()).split(" "));
                assertThat(outcome.code()).as(line + "\n" + outcome.err()).isZero();
            }
            assertThat(type("demo").err()).contains("there is a demo already");
            assertThat(folder.resolve(DATA)).isDirectory();
        } finally {
            assertThat(type("demo", "--stop").code()).isZero();
        }
        assertThat(folder.resolve(DATA)).doesNotExist();
    }

    private record Outcome(int code, String out, String err) {}

    private Outcome type(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(words));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroy();
        }
    }
}
