package dev.backfill.jobs.operations;

import dev.backfill.run.RunId;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunStatus;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Feeds an observer from the signals of this process and, once a period, from the stored state. */
final class Follower implements RunListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    private final RunObserver observer;
    private final Function<RunId, RunStatus> stored;
    private final Thread thread;
    private volatile @Nullable RunId run;

    Follower(RunObserver observer, Function<RunId, RunStatus> stored, Duration period) {
        this.observer = observer;
        this.stored = stored;
        this.thread = new Thread(() -> poll(period), "backfill-follower");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void on(RunSignal signal) {
        if (signal instanceof RunSignal.StateChanged changed) {
            run = changed.run();
        }
        observer.on(signal);
    }

    private void poll(Duration period) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(period.toMillis());
                look();
            }
        } catch (InterruptedException e) {
            // closed; the run is over
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        RunId known = run;
        if (known == null) {
            return;
        }
        try {
            observer.observe(stored.apply(known));
        } catch (RuntimeException e) {
            // the run itself meets the same trouble and says so; a look that fails must not disturb it
            LOG.atDebug().addKeyValue("error", e.getClass().getSimpleName()).log("the run's state cannot be read");
        }
    }

    /** Returns when the observer is no longer being called. */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
