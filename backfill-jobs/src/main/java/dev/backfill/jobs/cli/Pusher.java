package dev.backfill.jobs.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Pushes once when the run begins, then regularly, and once more at the end. Thread-safe. */
final class Pusher implements Outlet {
    /** One push. */
    interface Push {
        /**
         * Returns when the figures were taken.
         *
         * @throws IOException if they were not; the message says why, for people, without secrets
         */
        void once() throws IOException, InterruptedException;
    }

    private final Reception reception;
    private final Duration every;
    private final Push push;
    private final Thread thread;
    private volatile boolean begun;
    private boolean finishing;

    /**
     * @param every the time between the end of a push and the next
     */
    Pusher(String receiver, Duration every, Push push) {
        this.reception = new Reception(receiver);
        this.every = every;
        this.push = push;
        this.thread = new Thread(this::work, "backfill-push");
        thread.setDaemon(true);
    }

    @Override
    public void begin() {
        // of every signal of every worker only the first one takes the lock
        if (!begun) {
            synchronized (this) {
                if (!begun && !finishing) {
                    begun = true;
                    thread.start();
                }
            }
        }
    }

    @Override
    public synchronized void finish() {
        finishing = true;
        notifyAll();
    }

    @Override
    public void awaitEnd(Duration longest) {
        if (!begun) {
            return;
        }
        try {
            thread.join(Math.max(1, longest.toMillis()));
            if (thread.isAlive()) {
                reception.refused("the last ones were not taken in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }

    private void work() {
        try {
            boolean last = false;
            while (!last) {
                last = finishing();
                push();
                if (!last) {
                    pause();
                }
            }
        } catch (InterruptedException e) {
            // out of time
        }
    }

    private void push() throws InterruptedException {
        try {
            push.once();
            reception.taken();
        } catch (IOException e) {
            reception.refused(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // a defect, of which the run must not know either
            reception.refused(e.getClass().getName());
        }
    }

    private synchronized boolean finishing() {
        return finishing;
    }

    private synchronized void pause() throws InterruptedException {
        long until = System.nanoTime() + every.toNanos();
        for (long left = every.toMillis(); left > 0 && !finishing; left = millisUntil(until)) {
            wait(left);
        }
    }

    private static long millisUntil(long nanoTime) {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime - System.nanoTime());
    }
}
