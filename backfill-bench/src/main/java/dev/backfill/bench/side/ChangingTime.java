package dev.backfill.bench.side;

import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Time from the run's start to the commit of its last chunk. Thread-safe. */
final class ChangingTime implements RunListener {
    private final AtomicLong began = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();

    @Override
    public void on(RunSignal signal) {
        if (signal instanceof RunSignal.StateChanged changed && changed.state() == RunState.RUNNING) {
            began.set(System.nanoTime());
        } else if (signal instanceof RunSignal.ChunkCommitted) {
            ended.set(System.nanoTime());
        }
    }

    Duration elapsed() {
        return Duration.ofNanos(ended.get() - began.get());
    }
}
