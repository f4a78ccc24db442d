package dev.backfill.testkit;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The server process of one PostgreSQL data directory, found by the files that it keeps there. */
record Postmaster(Path data) {
    private static final long SECONDS_TO_DIE = 30;
    private static final long SECONDS_TO_RECOVER = 60;

    void kill() {
        ProcessHandle server = ProcessHandle.of(pid())
                .orElseThrow(() -> new IllegalStateException("PostgreSQL in " + data + " is not running"));
        List<ProcessHandle> family = new ArrayList<>(List.of(server));
        // Backends that outlive it hold its shared memory, and the restart would be refused.
        server.descendants().forEach(family::add);
        family.forEach(ProcessHandle::destroyForcibly);
        CompletableFuture.allOf(family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
                .orTimeout(SECONDS_TO_DIE, TimeUnit.SECONDS)
                .join();
    }

    /** Uses the command line that PostgreSQL noted when it was first started, so that no option can differ. */
    void restart() {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            // PostgreSQL refuses to run as root.
            command.addAll(List.of("unshare", "-U"));
        }
        Path log = data.resolve("restart.log");
        command.addAll(List.of(control(), "-D", data.toString(), "-l", log.toString(), "-w", "restart"));
        try {
            Process starting = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(data.resolve("restart.out").toFile())
                    .start();
            if (!starting.waitFor(SECONDS_TO_RECOVER, TimeUnit.SECONDS)) {
                starting.destroyForcibly();
                throw new IllegalStateException(
                        "PostgreSQL did not come back within " + SECONDS_TO_RECOVER + " s; see " + log);
            }
            if (starting.exitValue() != 0) {
                throw new IllegalStateException("PostgreSQL did not come back; see " + log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while PostgreSQL was restarting", e);
        }
    }

    private long pid() {
        return Long.parseLong(firstLine("postmaster.pid"));
    }

    String control() {
        String server = firstLine("postmaster.opts").split(" \"", 2)[0];
        return Path.of(server).resolveSibling("pg_ctl").toString();
    }

    private String firstLine(String file) {
        try (var lines = Files.lines(data.resolve(file))) {
            return lines.findFirst().orElseThrow().strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
