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
    static final Duration LONGEST = Duration.ofSeconds(20);

    /** A second visit is expected of whoever came once. */
    private static final Duration AFTER_ONE = Duration.ofSeconds(15);
    /** A collector that is due every second is late by as much on a busy machine. */
    private static final Duration SHORTEST_GAP = Duration.ofSeconds(3);

    /** For the answer to reach whoever asked; and how long a visit may be under way that began before the end. */
    private static final Duration ANSWER = Duration.ofMillis(300);

    private final LongSupplier nanoClock;
    private final Duration longest;
    private int count;
    private long last;
    private long gap = AFTER_ONE.toNanos();

    Scrapes(LongSupplier nanoClock, Duration longest) {
        this.nanoClock = nanoClock;
        this.longest = longest;
    }

    @Override
    public synchronized MetricSnapshots collect() {
        long now = nanoClock.getAsLong();
        if (count > 0) {
            gap = Math.max(now - last, SHORTEST_GAP.toNanos());
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
        return due <= 0 ? Duration.ZERO : Duration.ofNanos(Math.min(due, longest.toNanos()));
    }

    /** Waits for one more, if one is to be expected; an interrupt ends the wait. */
    void awaitLast() {
        if (due().isZero()) {
            return;
        }
        try {
            Thread.sleep(ANSWER.toMillis());
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
