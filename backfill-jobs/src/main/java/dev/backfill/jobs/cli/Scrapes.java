package dev.backfill.jobs.cli;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Knows when the figures were fetched, and adds none. A process that ended between two scrapes would take the end of its
 * run with it: for whoever watches it would look as if it had died. Thread-safe.
 */
final class Scrapes implements MultiCollector {
    /** Prometheus' own default is a minute; but nobody wants to wait that long for a prompt. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** A second visit is expected of whoever came once. */
    private static final Duration AFTER_ONE = Duration.ofSeconds(15);
    /** For the answer to reach whoever asked. */
    private static final Duration ANSWER = Duration.ofMillis(300);

    private final LongSupplier nanoClock;
    private int count;
    private long last;
    private long gap = AFTER_ONE.toNanos();

    Scrapes(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    @Override
    public synchronized MetricSnapshots collect() {
        long now = nanoClock.getAsLong();
        if (count > 0) {
            gap = now - last;
        }
        last = now;
        count++;
        notifyAll();
        return new MetricSnapshots();
    }

    /** How long the next one may take to come; zero if there never was any. */
    synchronized Duration due() {
        if (count == 0) {
            return Duration.ZERO;
        }
        long due = last + gap + gap / 2 - nanoClock.getAsLong();
        return due <= 0 ? Duration.ZERO : Duration.ofNanos(Math.min(due, LONGEST.toNanos()));
    }

    /** Waits for one more, if one is to be expected; an interrupt ends the wait. */
    void awaitLast() {
        try {
            if (another()) {
                Thread.sleep(ANSWER.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean another() throws InterruptedException {
        int before = count;
        long deadline = nanoClock.getAsLong() + due().toNanos();
        while (count == before) {
            long left = deadline - nanoClock.getAsLong();
            if (left <= 0) {
                return false;
            }
            wait(Math.max(1, left / 1_000_000));
        }
        return true;
    }
}
