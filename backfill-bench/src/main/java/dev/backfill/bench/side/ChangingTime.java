package dev.backfill.bench.side;

import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Time from the run's start to the commit of its last chunk, and what of it was waited on purpose. Thread-safe. */
final class ChangingTime implements RunListener {
    private static final Duration WORTH_TELLING = Duration.ofMillis(100);

    private final AtomicLong began = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    /** By reason, without its figures, for they change all the time. */
    private final Map<String, Duration> waited = new ConcurrentSkipListMap<>();

    @Override
    public void on(RunSignal signal) {
        if (signal instanceof RunSignal.StateChanged changed && changed.state() == RunState.RUNNING) {
            began.set(System.nanoTime());
        } else if (signal instanceof RunSignal.ChunkCommitted) {
            ended.set(System.nanoTime());
        } else if (signal instanceof RunSignal.Throttled throttled) {
            waited.merge(throttled.reason().replaceAll("[\\d.,]+", "#"), throttled.waited(), Duration::plus);
        }
    }

    /** What held the run back for longer than the benchmark's figures can do without. */
    Map<String, Duration> waited() {
        return waited.entrySet().stream()
                .filter(each -> each.getValue().compareTo(WORTH_TELLING) >= 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    Duration elapsed() {
        return Duration.ofNanos(ended.get() - began.get());
    }
}
