package dev.backfill.bench.polite;

import dev.backfill.bench.server.Copy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The application that a backfill runs beside: PostgreSQL's own load generator at a fixed rate. Latencies are counted
 * from when a transaction was due, so that one that had to wait for its turn counts with its wait.
 */
final class Pgbench {
    /** Transactions per second, as in the field notes' figures. */
    static final int RATE = 200;

    private static final int SCALE = 10;

    private final Copy copy;
    private final Path folder;

    /**
     * @param folder for its logs
     */
    Pgbench(Copy copy, Path folder) {
        this.copy = copy;
        this.folder = folder;
    }

    /** Makes its tables. */
    void prepare() {
        finish(start(List.of("-i", "-q", "-s", String.valueOf(SCALE))), Duration.ofMinutes(2));
    }

    /** Runs for that long and says how long each transaction took. */
    Latencies run(Duration time) {
        try {
            Path logs = Files.createTempDirectory(folder, "pgbench");
            Process process = start(List.of(
                    "-n",
                    "-b",
                    "simple-update",
                    "-M",
                    "prepared",
                    "-c",
                    "4",
                    "-j",
                    "1",
                    "-R",
                    String.valueOf(RATE),
                    "-T",
                    String.valueOf(time.toSeconds()),
                    "-l",
                    "--log-prefix",
                    logs.resolve("log").toString()));
            finish(process, time.plusSeconds(60));
            return read(logs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Latencies read(Path logs) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(logs)) {
            for (Path file : files.toList()) {
                lines.addAll(Files.readAllLines(file));
                Files.delete(file);
            }
        }
        Files.delete(logs);
        // client, transaction, latency in µs, script, …
        return Latencies.of(lines.stream().mapToLong(line -> Long.parseLong(line.split(" ", 4)[2])));
    }

    private Process start(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("pgbench"));
        command.addAll(arguments);
        // PostgreSQL's own programs take the same address
        command.add(copy.url().substring("jdbc:".length()));
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException("pgbench, which comes with PostgreSQL, cannot be started", e);
        }
    }

    private static void finish(Process process, Duration patience) {
        try (var output = process.getInputStream()) {
            String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("pgbench failed: " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroy();
            throw new IllegalStateException(e);
        }
    }
}
