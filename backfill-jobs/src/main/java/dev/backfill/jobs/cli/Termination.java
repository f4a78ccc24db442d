package dev.backfill.jobs.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Turns SIGINT and SIGTERM into a pause: the working thread is interrupted, which drains the run, and the process ends
 * only when the answer is printed, with the answer's exit code. A second signal changes nothing; only SIGKILL is faster,
 * and safe too.
 */
final class Termination {
    /** Longer than any chunk's statement timeout; a run that does not drain by then is left to its lease. */
    private static final long DRAIN_SECONDS = 120;

    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private @Nullable Thread hook;
    private volatile boolean signalled;

    /** A signal came where there was no run to pause, such as while planning. */
    static final class Interrupted extends Exception {
        private static final long serialVersionUID = 1;

        Interrupted(Exception cause) {
            super(cause);
        }
    }

    /**
     * Runs the work in this thread; may be nested. From now on until {@link #exit} a signal waits for the process's own
     * end.
     */
    <T> T pausing(Callable<T> work) throws Exception {
        if (hook != null) {
            return guarded(work);
        }
        Thread worker = Thread.currentThread();
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread registered = new Thread(() -> drain(worker, done), "backfill-pause");
        hook = registered;
        Runtime.getRuntime().addShutdownHook(registered);
        try {
            return guarded(work);
        } finally {
            done.complete(null);
        }
    }

    private <T> T guarded(Callable<T> work) throws Exception {
        try {
            return work.call();
        } catch (Exception e) {
            throw signalled ? new Interrupted(e) : e;
        } finally {
            // what is left is printing and closing, which an interrupt must not disturb
            Thread.interrupted();
        }
    }

    private void drain(Thread worker, CompletableFuture<Void> done) {
        if (!done.isDone()) {
            signalled = true;
            worker.interrupt();
        }
        int code = ExitCode.PAUSED.number();
        try {
            code = exit.get(DRAIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            System.err.println("the run did not drain in time; its chunks in flight are rolled back");
        }
        System.err.flush();
        System.out.flush();
        // System.exit would wait for this very hook, and returning would end the process with the signal's code
        Runtime.getRuntime().halt(code);
    }

    /** All is printed and closed: the process may end with this code. Returns it. */
    int exit(int code) {
        exit.complete(code);
        Thread registered = hook;
        if (registered != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(registered);
            } catch (IllegalStateException e) {
                // the process is ending already, and the hook ends it with the code
            }
        }
        return code;
    }
}
