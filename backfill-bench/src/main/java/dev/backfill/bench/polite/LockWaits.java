package dev.backfill.bench.polite;

import dev.backfill.bench.server.Copy;
import dev.backfill.bench.server.Template;
import dev.backfill.database.TransactionOptions;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A session that holds locks on rows in the backfill's way, and sessions that want rows which the backfill holds. How
 * long the latter wait is what a backfill must answer for.
 */
final class LockWaits {
    private static final Duration TIME = Duration.ofSeconds(15);
    /** Longer than a chunk waits for a lock. */
    private static final Duration HOLD = Duration.ofMillis(2500);
    /** So many that every fourth chunk or so meets one. */
    private static final int HELD_ROWS = 50;
    /** Few, so that who wants a row often wants one that a chunk holds. */
    static final long ROWS = 200_000;

    private static final int WAITERS = 4;

    private final Template template;
    private final PrintStream progress;

    LockWaits(Template template, PrintStream progress) {
        this.template = template;
        this.progress = progress;
    }

    Experiment run() throws Exception {
        progress.println("sessions that hold and want the backfill's rows");
        try (Copy copy = template.copy();
                BackgroundBackfill backfill = new BackgroundBackfill(copy, true)) {
            AtomicBoolean end = new AtomicBoolean();
            ConcurrentLinkedQueue<Long> waits = new ConcurrentLinkedQueue<>();
            ConcurrentLinkedQueue<Exception> failures = new ConcurrentLinkedQueue<>();
            List<Thread> threads = new ArrayList<>();
            threads.add(thread(() -> hold(copy, end), failures));
            for (int i = 0; i < WAITERS; i++) {
                threads.add(thread(() -> want(copy, end, waits), failures));
            }
            backfill.start();
            threads.forEach(Thread::start);
            Thread.sleep(TIME.toMillis());
            boolean lasted = backfill.running();
            end.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            if (!failures.isEmpty()) {
                throw failures.remove();
            }
            return experiment(Latencies.of(waits.stream().mapToLong(w -> w)), backfill, lasted);
        }
    }

    private static Experiment experiment(Latencies waits, BackgroundBackfill backfill, boolean lasted) {
        double lockTimeout = TransactionOptions.CHUNK.lockTimeout().toMillis();
        double chunk = backfill.longestChunk().toNanos() / 1e6;
        double longest = waits.quantile(1);
        String line = String.format(
                Locale.ROOT,
                "%,d updates: p99 %.1f ms, longest %.0f ms; lock timeout %.0f ms, longest chunk %.0f ms; %d chunks ended early",
                waits.count(),
                waits.quantile(0.99),
                longest,
                lockTimeout,
                chunk,
                backfill.retries());
        return new Experiment(
                "an application whose rows the backfill locks, beside one that locks the backfill's",
                List.of(line),
                Map.of(
                        "updates",
                        waits.count(),
                        "p99Millis",
                        waits.quantile(0.99),
                        "longestMillis",
                        longest,
                        "lockTimeoutMillis",
                        lockTimeout,
                        "longestChunkMillis",
                        chunk,
                        "endedEarly",
                        backfill.retries()),
                List.of(new Outcome(
                        "application's longest wait / (lock timeout + one chunk)",
                        longest / (lockTimeout + chunk),
                        true,
                        1,
                        // a run in which nothing was in anybody's way says nothing
                        lasted && backfill.retries() > 0)));
    }

    /** Rows with even numbers, so that nobody who wants a row waits for this session. */
    private static void hold(Copy copy, AtomicBoolean end) throws SQLException, InterruptedException {
        try (Connection connection = copy.connect();
                PreparedStatement lock =
                        connection.prepareStatement("SELECT id FROM users WHERE id = ANY (?) FOR UPDATE")) {
            while (!end.get()) {
                Long[] rows = new Long[HELD_ROWS];
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = 2 * someRow(copy);
                }
                lock.setArray(1, connection.createArrayOf("int8", rows));
                lock.executeQuery().close();
                Thread.sleep(HOLD.toMillis());
                connection.commit();
            }
        }
    }

    private static void want(Copy copy, AtomicBoolean end, ConcurrentLinkedQueue<Long> waits)
            throws SQLException, InterruptedException {
        try (Connection connection = copy.connect();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE users SET email_verified = NOT email_verified WHERE id IN (?, ?, ?)")) {
            while (!end.get()) {
                long row = 2 * someRow(copy) + 1;
                // one of three neighbours exists
                update.setLong(1, row);
                update.setLong(2, row + 2);
                update.setLong(3, row + 4);
                long begin = System.nanoTime();
                update.executeUpdate();
                connection.commit();
                waits.add((System.nanoTime() - begin) / 1000);
                Thread.sleep(5);
            }
        }
    }

    /** Ids are about three times as many as rows. */
    private static long someRow(Copy copy) {
        return ThreadLocalRandom.current().nextLong(copy.rows() * 3 / 2);
    }

    private interface Body {
        void run() throws Exception;
    }

    private static Thread thread(Body body, ConcurrentLinkedQueue<Exception> failures) {
        return new Thread(() -> {
            try {
                body.run();
            } catch (Exception e) {
                failures.add(e);
            }
        });
    }
}
