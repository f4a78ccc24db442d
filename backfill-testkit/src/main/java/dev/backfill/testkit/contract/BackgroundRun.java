package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.engine.BackfillEngine;
import dev.backfill.run.RunId;
import dev.backfill.run.RunStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A run in a thread of its own, met while it works. */
final class BackgroundRun {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final CompletableFuture<RunStatus> end = new CompletableFuture<>();
    private final Thread thread;
    private final RunId id;
    private volatile boolean interrupted;

    private BackgroundRun(BackfillEngine observer, Supplier<RunStatus> body) throws InterruptedException {
        long before = committed(observer);
        this.thread = new Thread(() -> run(body), "background-run");
        thread.start();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (committed(observer) <= before && !end.isDone()) {
            assertThat(System.nanoTime()).as("the run commits a chunk").isLessThan(deadline);
            Thread.sleep(20);
        }
        assertThat(end).as("the run is met before its end").isNotDone();
        this.id = observer.runs().found().get(0).run();
    }

    /** Returns once the newest run has committed another chunk. */
    static BackgroundRun begin(BackfillEngine observer, Supplier<RunStatus> body) throws InterruptedException {
        return new BackgroundRun(observer, body);
    }

    private static long committed(BackfillEngine observer) {
        return observer.runs().found().stream().mapToLong(RunStatus::chunks).sum();
    }

    private void run(Supplier<RunStatus> body) {
        try {
            RunStatus status = body.get();
            interrupted = Thread.currentThread().isInterrupted();
            end.complete(status);
        } catch (RuntimeException | Error e) {
            end.completeExceptionally(e);
        }
    }

    RunId id() {
        return id;
    }

    void interrupt() {
        thread.interrupt();
    }

    /** True if the interrupt was handed on to the caller. */
    boolean interrupted() {
        return interrupted;
    }

    RunStatus end() throws Exception {
        return end.get(60, TimeUnit.SECONDS);
    }
}
