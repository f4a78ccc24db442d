package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.Application;
import dev.backfill.jobs.operations.ConfiguredEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/** Loads what nearly every command loads, for the launcher to archive; the archive makes each start quicker. */
final class Warmup {
    private Warmup() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("backfill-warmup");
        Path file = folder.resolve("backfill.yaml");
        Path definitions = folder.resolve("backfills");
        Path definition = definitions.resolve("users-split-name.yaml");
        Files.createDirectory(definitions);
        try {
            // nobody listens on this port, so all of it is loaded but for the answer
            Files.writeString(
                    file,
                    "backfill: { databases: { app: { url: \"jdbc:postgresql://127.0.0.1:1/app\", username: app } } }");
            Files.writeString(
                    definition,
                    """
                    name: users-split-name
                    database: app
                    table: users
                    set: { first_name: "split_part(full_name, ' ', 1)" }
                    """);
            Root root = new Root(Console.ofProcess(), new Application(ConfiguredEngine::open), new Termination());
            for (String[] command : List.of(new String[] {"list"}, new String[] {"list", "-o", "json"})) {
                String[] all = {"--config", file.toString(), command[0]};
                Main.run(all, root.like(Console.ofProcess()));
            }
            new CommandLine(root).usage(System.out);
        } finally {
            for (Path path : List.of(definition, definitions, file, folder)) {
                Files.deleteIfExists(path);
            }
        }
    }
}
