package dev.backfill.jobs.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Types commands into the real main, in process, over a fake engine. */
final class CommandLineHarness {
    record Outcome(int code, String out, String err) {}

    final FakeEngine engine = new FakeEngine();
    final Path configuration;
    boolean terminal;

    CommandLineHarness(Path folder) throws IOException {
        configuration = folder.resolve("backfill.yaml");
        Files.writeString(
                configuration,
                """
                backfill:
                  databases:
                    app: { url: "jdbc:postgresql://127.0.0.1:5432/app", username: app, password: hidden-secret }
                """);
        Files.createDirectories(folder.resolve("backfills"));
        Files.writeString(
                folder.resolve("backfills/users-split-name.yaml"),
                """
                name: users-split-name
                database: app
                table: users
                set: { first_name: "split_part(full_name, ' ', 1)" }
                """);
    }

    /** As the operator of this configuration is told to type it. */
    String command(String words) {
        return "backfill --config " + configuration + " " + words;
    }

    Outcome type(String... words) {
        List<String> arguments = new ArrayList<>(List.of("--config", configuration.toString()));
        arguments.addAll(List.of(words));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(new Console.Streams(
                new ByteArrayInputStream(new byte[0]), stream(out), stream(err), terminal, terminal));
        int code = Main.run(arguments.toArray(String[]::new), console, configured -> engine);
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
