package dev.backfill.bench.polite;

import dev.backfill.bench.server.Copy;
import dev.backfill.bench.side.NameSplits;
import dev.backfill.database.Database;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.sql.Databases;
import dev.backfill.definition.Backfill;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.Engines;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunSignal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A backfill that runs while something else is measured; paused when closed. */
final class BackgroundBackfill implements AutoCloseable {
    private static final String DATABASE = "app";
    private static final int WORKERS = 2;

    private final BackfillEngine engine;
    private final Backfill backfill;
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong retries = new AtomicLong();
    private final AtomicLong lastCommit = new AtomicLong();
    private final AtomicLong longestChunk = new AtomicLong();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final CountDownLatch running = new CountDownLatch(1);
    private RunOptions options = RunOptions.NONE;
    private final Thread thread = new Thread(this::work, "backfill");

    BackgroundBackfill(Copy copy, boolean guards) {
        Map<String, Database> databases = Map.of(
                DATABASE, Databases.open(new DatabaseSettings(DATABASE, copy.url(), null, null, null, WORKERS + 4)));
        this.engine = guards ? Engines.create(databases, null) : Engines.unguarded(databases, null);
        this.backfill = NameSplits.sql(DATABASE, copy.product(), WORKERS);
    }

    /** Returns when it works on rows. */
    void start() throws InterruptedException {
        thread.start();
        running.await();
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    private void work() {
        try {
            engine.start(backfill, options, "bench", this::hear);
        } catch (RuntimeException e) {
            failure.set(e);
        } finally {
            running.countDown();
        }
    }

    private void hear(RunSignal signal) {
        if (signal instanceof RunSignal.ChunkCommitted chunk) {
            rows.addAndGet(chunk.scanned());
            lastCommit.set(System.nanoTime());
            long took = chunk.phases().values().stream()
                    .mapToLong(Duration::toNanos)
                    .sum();
            longestChunk.accumulateAndGet(took, Math::max);
            running.countDown();
        } else if (signal instanceof RunSignal.Retried) {
            retries.incrementAndGet();
        }
    }

    /** For a backfill that must not be done too soon; before it starts. */
    void limit(long rowsPerSecond) {
        options = new RunOptions(null, (int) rowsPerSecond, null);
    }

    /** A fixed size of its chunks; before it starts. */
    void chunk(int rows) {
        options = new RunOptions(null, null, rows);
    }

    long retries() {
        return retries.get();
    }

    /** By {@link System#nanoTime}. */
    long lastCommit() {
        return lastCommit.get();
    }

    /** Waiting for locks included. */
    Duration longestChunk() {
        return Duration.ofNanos(longestChunk.get());
    }

    long rows() {
        return rows.get();
    }

    /** What holds it back, as people are told. */
    String reason() {
        return engine.runs().found().stream()
                .findFirst()
                .map(run -> String.valueOf(run.reason()))
                .orElse("there is no run");
    }

    boolean running() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        engine.runs().found().forEach(run -> {
            if (!run.state().isFinal()) {
                engine.abort(run.run(), "measured", "bench");
            }
        });
        engine.close();
    }
}
