package dev.backfill.demo;

import dev.backfill.jobs.demo.DemoDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** PostgreSQL from an archive on the class path. Durability is off: right for a demo, wrong for anything else. */
public final class EmbeddedPostgresServer implements DemoDatabase {
    private static final Duration START = Duration.ofSeconds(60);
    private static final long STOP_SECONDS = 10;

    @Override
    public String start(Path data) {
        try {
            // not closed and without a hook: stop() ends it, perhaps from another process
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setOverrideWorkingDirectory(data.resolveSibling("server").toFile())
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(START)
                    .start();
            return server.getJdbcUrl("postgres", "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop(Path data) {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return;
        }
        try {
            long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
            ProcessHandle.of(pid).filter(EmbeddedPostgresServer::isPostgres).ifPresent(EmbeddedPostgresServer::end);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** After a reboot the number may belong to somebody else. */
    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().orElse("").contains("postgres");
    }

    private static void end(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            // somebody's session is still open, and its data is about to be deleted
            process.destroyForcibly();
            process.onExit().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
