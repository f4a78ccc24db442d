package dev.backfill.jobs.demo;

import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** A demo in one folder of the working directory: server, configuration, definitions. Deleting the folder undoes it. */
public final class DemoFolder {
    private static final Path FOLDER = Path.of("backfill-demo-data");
    /** Only a folder with this file in it is ever deleted. */
    private static final Path MARKER = FOLDER.resolve("made-by-backfill-demo");

    private static final List<String> DEFINITIONS = List.of("users-split-name.yaml", "users-display-name.yaml");

    private final DemoDatabase server;

    private DemoFolder(DemoDatabase server) {
        this.server = server;
    }

    /**
     * @throws BackfillException if the demo's server is not on the class path
     */
    public static DemoFolder find() {
        return ServiceLoader.load(DemoDatabase.class)
                .findFirst()
                .map(DemoFolder::new)
                .orElseThrow(() -> new BackfillException(
                        ErrorCode.CAPABILITY_MISSING,
                        "the demo's database server is not part of the application",
                        "start the demo with the launcher at the repository's root: ./backfill demo"));
    }

    public Path configuration() {
        return FOLDER.resolve("backfill.yaml");
    }

    /**
     * @throws BackfillException if there is a demo already
     */
    public void refuseIfThere() {
        if (Files.exists(FOLDER)) {
            throw new BackfillException(
                    ErrorCode.USAGE,
                    "there is a demo already: found the folder " + FOLDER,
                    "stop it with: backfill demo --stop");
        }
    }

    /** Starts the server and fills the table. */
    public void create(long rows) {
        try {
            Files.createDirectories(FOLDER.resolve("backfills"));
            Files.createFile(MARKER);
            String url = server.start(data());
            DemoUsers.fill(url, rows);
            Files.writeString(
                    configuration(),
                    """
                    backfill:
                      databases:
                        app: { url: "%s", username: postgres }
                    """
                            .formatted(url));
            for (String definition : DEFINITIONS) {
                Files.writeString(FOLDER.resolve("backfills").resolve(definition), resource(definition));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops the server and deletes the folder; does nothing where there is no demo. */
    public void remove() {
        if (!Files.exists(MARKER)) {
            return;
        }
        server.stop(data());
        try (Stream<Path> entries = Files.walk(FOLDER)) {
            for (Path path : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path data() {
        return FOLDER.resolve("data").toAbsolutePath();
    }

    static String resource(String name) throws IOException {
        try (var in = DemoFolder.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("not packaged: " + name);
            }
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
