package dev.backfill.jobs.operations;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.run.RunId;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunStatus;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds an observer from the signals of this process and, once a period, from the stored state. What was seen last grows
 * old: if the state cannot be read for a while, the observer is told so instead of the same figures again.
 */
final class Follower implements RunListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    /** Older figures are not worth repeating; a database that is away may keep a look waiting much longer. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final RunObserver observer;
    private final Function<RunId, RunStatus> stored;
    private final String keeper;
    private final LongSupplier nanoClock;
    private final ExecutorService looking;
    private final Thread thread;
    private volatile @Nullable RunId run;
    private @Nullable Future<RunStatus> look;
    private @Nullable RunStatus seen;
    private long seenAt;
    private boolean unanswered = true;

    /**
     * @param keeper the database of the stored state
     */
    Follower(RunObserver observer, Function<RunId, RunStatus> stored, String keeper, Duration period) {
        this(observer, stored, keeper, period, System::nanoTime);
    }

    Follower(
            RunObserver observer,
            Function<RunId, RunStatus> stored,
            String keeper,
            Duration period,
            LongSupplier nanoClock) {
        this.observer = observer;
        this.stored = stored;
        this.keeper = keeper;
        this.nanoClock = nanoClock;
        this.looking = Executors.newSingleThreadExecutor(task -> daemon(task, "backfill-look"));
        this.thread = daemon(() -> poll(period), "backfill-follower");
        thread.start();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
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
                look(period);
            }
        } catch (InterruptedException e) {
            // closed; the run is over
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Looks, or goes on with the look that has no answer yet. Called by one thread at a time.
     *
     * @param patience with this look
     */
    void look(Duration patience) throws InterruptedException {
        RunId known = run;
        if (known == null) {
            return;
        }
        Future<RunStatus> pending = look == null ? looking.submit(() -> stored.apply(known)) : look;
        look = pending;
        try {
            RunStatus now = pending.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            look = null;
            seen = now;
            seenAt = nanoClock.getAsLong();
            observer.observe(now);
        } catch (TimeoutException e) {
            unanswered = true;
            growOld();
        } catch (ExecutionException e) {
            look = null;
            unanswered = away(e.getCause());
            // the run itself meets the same trouble and says so; a look that fails must not disturb it
            LOG.atDebug().addKeyValue("error", String.valueOf(e.getCause())).log("the run's state cannot be read");
            growOld();
        }
    }

    private void growOld() {
        RunStatus last = seen;
        Duration age = Duration.ofNanos(nanoClock.getAsLong() - seenAt);
        if (last != null && age.compareTo(FRESH) > 0) {
            String what =
                    unanswered ? "database " + keeper + " does not answer" : "the state of the run cannot be read";
            observer.observe(last.unseen(what + " since " + age.toSeconds() + " s"));
        }
    }

    private static boolean away(@Nullable Throwable failure) {
        return failure instanceof DatabaseException e
                ? e.failureClass() == FailureClass.CONNECTION || e.failureClass() == FailureClass.CAPACITY
                : failure instanceof BackfillException known && known.code() == ErrorCode.DATABASE_UNREACHABLE;
    }

    /** Returns when the observer is no longer being called. */
    @Override
    public void close() {
        thread.interrupt();
        looking.shutdownNow();
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
