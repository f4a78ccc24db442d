package dev.backfill.engine;

import java.time.Duration;

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

    /** Interrupts it, and waits for its end a while. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(LAST_WORDS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
