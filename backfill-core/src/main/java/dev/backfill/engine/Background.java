package dev.backfill.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One thread beside a run's work, that does not keep the process alive and ends when it is interrupted. */
final class Background implements AutoCloseable {
    /** Longer than any single thing that is done there. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(15);

    private final Thread thread;

    Background(String name, Runnable work) {
        this.thread = new Thread(work, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /**
     * Interrupts it, and waits for its end a while; on an interrupted thread too, for what comes after relies on being
     * alone.
     */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        long end = System.nanoTime() + LAST_WORDS.toNanos();
        for (long left = LAST_WORDS.toNanos(); thread.isAlive() && left > 0; left = end - System.nanoTime()) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
