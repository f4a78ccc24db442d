package dev.backfill.jobs.acceptance;

import dev.backfill.jobs.cli.CommandLines;
import dev.backfill.testkit.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody with a folder of definitions and a terminal, who reads the JSON. */
final class Operator {
    static final String SIZES = "artworks-dimensions";
    static final String NAMES = "artworks-family-name";

    private static final List<Class<?>> BEANS = List.of(ArtworkDimensions.class);

    private final Path configuration;

    /** What a command answered. */
    record Answer(int code, JsonNode document, String talk) {
        long rows(String outcome) {
            return document.at("/rows/" + outcome).asLong(-1);
        }

        String text(String pointer) {
            return document.at(pointer).asString("");
        }
    }

    Operator(Path folder, String url) throws IOException {
        configuration = folder.resolve("backfill.yaml");
        Files.writeString(
                configuration,
                """
                backfill:
                  databases:
                    gallery: { url: "%s", username: postgres }
                """
                        .formatted(url));
        Path definitions = Files.createDirectories(folder.resolve("backfills"));
        for (String name : List.of(SIZES, NAMES)) {
            Files.writeString(definitions.resolve(name + ".yaml"), Artworks.resource(name + ".yaml"));
        }
    }

    /** Types a command and waits for its answer. */
    Answer type(String... words) {
        CommandLines.Outcome outcome = CommandLines.type(BEANS, arguments(words));
        return new Answer(outcome.code(), JsonMapper.shared().readTree(outcome.out()), outcome.err());
    }

    /** Types a command at another terminal. */
    JavaProcess elsewhere(String... words) {
        return JavaProcess.start(Terminal.class, arguments(words));
    }

    private String[] arguments(String... words) {
        List<String> arguments = new ArrayList<>(List.of("--config", configuration.toString(), "-o", "json"));
        arguments.addAll(List.of(words));
        return arguments.toArray(String[]::new);
    }

    /** The process at the other terminal. */
    static final class Terminal {
        private Terminal() {}

        public static void main(String[] words) {
            System.exit(CommandLines.run(BEANS, words));
        }
    }
}
