package dev.backfill.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One thread beside a run's work, that does not keep the process alive and ends when it is interrupted. */
final class Background implements AutoCloseable {
    /** Longer than any single thing that is done there. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(15);

    /** Between two interrupts: one that comes while a database within this process waits is swallowed there. */
    private static final Duration AGAIN = Duration.ofMillis(100);

    private final Thread thread;

    Background(String name, Runnable work) {
        this.thread = new Thread(work, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /**
     * Interrupts it until it ends, and waits for that a while; on an interrupted thread too, for what comes after relies on
     * being alone.
     */
    @Override
    public void close() {
        boolean interrupted = false;
        long end = System.nanoTime() + LAST_WORDS.toNanos();
        for (long left = LAST_WORDS.toNanos(); thread.isAlive() && left > 0; left = end - System.nanoTime()) {
            thread.interrupt();
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, Math.min(left, AGAIN.toNanos()));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
