package dev.backfill.chunk;

import dev.backfill.chunk.ChunkTransaction.ChunkAttempt;
import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Target;
import dev.backfill.database.TransactionOptions;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.ChunkLimits;
import dev.backfill.error.BackfillException;
import dev.backfill.error.Counted;
import dev.backfill.ledger.Checkpoint;
import dev.backfill.ledger.ChunkId;
import dev.backfill.ledger.ChunkResult;
import dev.backfill.ledger.FencedException;
import dev.backfill.ledger.Ledger;
import dev.backfill.run.RunId;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.throttle.ChunkSizer;
import dev.backfill.throttle.RowRate;
import dev.backfill.work.RangeWork;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Runs chunks of any partition, one per call: ask the controls, run the transaction, tell whoever listens, pay for the
 * rows. On failure decides what to do next. Thread-safe, as long as a partition has one caller at a time.
 */
public final class ChunkLoop {
    /** What became of a call. */
    public enum Step {
        /** Call again. */
        MORE,
        /** The partition is complete in the ledger. */
        DONE,
        /** The run is to stop; {@link Controls#stopRequest()} says why. */
        STOP
    }

    /**
     * One committed chunk or none.
     *
     * @param result null if nothing was committed by this call
     */
    public record Turn(Step step, @Nullable ChunkResult result) {}

    /**
     * What stays the same for the whole run.
     *
     * @param epoch of this process's lease
     * @param planned partitions with higher numbers are sweeps
     */
    public record Setting(
            RunId run, Backfill backfill, Database database, Target target, Ledger ledger, long epoch, int planned) {}

    private final Setting setting;
    private final Controls controls;
    private final RunListener listener;
    private final ChunkTransaction transaction;
    private final RowRate rate = new RowRate();
    private final Map<Integer, Slice> slices = new ConcurrentHashMap<>();
    private final AtomicLong dead;
    private volatile int size;

    /**
     * @param dead dead letters of the run so far
     */
    public ChunkLoop(Setting setting, Controls controls, RunListener listener, ChunkProbe probe, long dead) {
        this.setting = setting;
        this.controls = controls;
        this.listener = listener;
        this.dead = new AtomicLong(dead);
        this.size = setting.backfill().chunk().min();
        this.transaction = new ChunkTransaction(
                setting.database(),
                setting.target(),
                RangeWork.of(setting.target(), setting.backfill()),
                setting.ledger(),
                setting.epoch(),
                probe);
    }

    /** Runs the partition's next chunk. Waits while the controls say so; an interrupt ends the wait. */
    public Turn next(int partition) throws InterruptedException {
        if (!controls.enter()) {
            return new Turn(Step.STOP, null);
        }
        Slice slice = slices.computeIfAbsent(partition, number -> new Slice());
        Duration wait = Duration.ZERO;
        ChunkAttempt committed = null;
        try {
            committed = attempt(partition, slice);
        } catch (FencedException e) {
            fenced(slice, e);
        } catch (DatabaseException e) {
            wait = failed(slice, e);
        } catch (BackfillException e) {
            controls.stop(new StopRequest(StopRequest.Kind.FAIL, String.valueOf(e.getMessage()), e));
        } catch (OutOfMemoryError e) {
            // as if the chunk were in the way: half as many rows, and after a while a pause with this reason
            wait = failed(
                    slice,
                    new DatabaseException(
                            FailureClass.CONTENTION,
                            null,
                            "too little memory for a chunk of this many rows",
                            false,
                            null));
        } catch (RuntimeException | Error e) {
            controls.stop(new StopRequest(
                    StopRequest.Kind.FAIL, "defect: " + e.getClass().getName(), silenced(e)));
        } finally {
            controls.leave();
        }
        if (committed != null) {
            return new Turn(finish(partition, slice, committed), committed.result);
        }
        controls.pause(wait);
        boolean done = slice.checkpoint != null && slice.checkpoint.done();
        return new Turn(controls.stopping() ? Step.STOP : done ? Step.DONE : Step.MORE, null);
    }

    /** Where it happened, without its message: that is not known to be free of row values. */
    private static Throwable silenced(Throwable e) {
        Throwable silenced = new IllegalStateException(e.getClass().getName());
        silenced.setStackTrace(e.getStackTrace());
        return silenced;
    }

    /** Null if the partition was complete already. */
    private @Nullable ChunkAttempt attempt(int partition, Slice slice) {
        slice.latest = null;
        Checkpoint from = checkpoint(partition, slice);
        ChunkAttempt inDoubt = slice.inDoubt;
        if (inDoubt != null && from.lastChunk() >= inDoubt.id.chunk()) {
            slice.succeeded(from);
            return inDoubt;
        }
        slice.inDoubt = null;
        if (from.done()) {
            return null;
        }
        ChunkId id = new ChunkId(setting.run(), partition, from.lastChunk() + 1);
        boolean sweep = partition > setting.planned();
        ChunkAttempt attempt = new ChunkAttempt(id, from.rest(), slice.size(normalSize()), sweep, slice.burial);
        slice.latest = attempt;
        try {
            transaction.run(attempt);
        } catch (DatabaseException e) {
            slice.inDoubt = e.commitInDoubt() ? attempt : null;
            throw e;
        }
        slice.succeeded(new Checkpoint(partition, from.bounds(), id.chunk(), attempt.range.upTo()));
        return attempt;
    }

    private Checkpoint checkpoint(int partition, Slice slice) {
        Checkpoint known = slice.checkpoint;
        if (known == null) {
            known = setting.database().transact(TransactionOptions.CONTROL, s -> setting.ledger()
                    .checkpoint(s, setting.run(), partition));
            slice.checkpoint = known;
        }
        return known;
    }

    private int normalSize() {
        Integer fixed = controls.settings().chunkRows();
        return fixed == null ? size : fixed;
    }

    private Step finish(int partition, Slice slice, ChunkAttempt done) throws InterruptedException {
        ChunkResult result = Objects.requireNonNull(done.result);
        listener.on(new RunSignal.ChunkCommitted(
                partition, result.scanned(), result.changed(), result.unchanged(), result.dead(), done.clock.phases()));
        resize(slice, done);
        long limit = setting.backfill().limits().maxDeadLetters();
        if (dead.addAndGet(result.dead()) > limit) {
            controls.stop(new StopRequest(
                    StopRequest.Kind.FAIL,
                    "more than " + Counted.of(limit, "row")
                            + " could not be changed (max-dead-letters, which counts the whole run)."
                            + " Raise it in the definition before resuming",
                    null));
        }
        boolean complete = Objects.requireNonNull(slice.checkpoint).done();
        if (complete) {
            listener.on(new RunSignal.PartitionDone(partition));
        }
        throttle(Math.max(result.scanned(), done.rows));
        return complete ? Step.DONE : controls.stopping() ? Step.STOP : Step.MORE;
    }

    private void resize(Slice slice, ChunkAttempt done) {
        if (slice.smallSize > 0) {
            slice.recover(done.rows, done.size, normalSize());
            return;
        }
        ChunkLimits limits = setting.backfill().chunk();
        int before = size;
        int after = ChunkSizer.afterCommit(limits, before, done.rows, done.clock.total());
        // a partition's short last chunk says nothing about the size
        if (done.rows == done.size && done.size == before && after != before) {
            size = after;
            listener.on(
                    new RunSignal.ChunkResized(after, after > before ? "faster than target" : "slower than target"));
        }
    }

    private void throttle(int rows) throws InterruptedException {
        rate.set(controls.settings().rowsPerSecond());
        Duration owed = rate.pay(rows);
        if (owed.isZero()) {
            return;
        }
        long begin = System.nanoTime();
        controls.pause(owed);
        listener.on(new RunSignal.Throttled("rate-limit", Duration.ofNanos(System.nanoTime() - begin)));
    }

    /**
     * Reads the ledger again before each partition's next chunk. For the time between launches, when no chunk is in
     * flight: a server that crashed may have forgotten the latest.
     */
    public void reread() {
        slices.values().forEach(slice -> slice.checkpoint = null);
    }

    private void fenced(Slice slice, FencedException e) {
        slice.checkpoint = null;
        // what is in the ledger under this number is not this attempt, and what was to be buried may be done
        slice.inDoubt = null;
        slice.burial = null;
        if (e.lost()) {
            controls.stop(new StopRequest(StopRequest.Kind.FENCED, String.valueOf(e.getMessage()), e));
        }
    }

    /** Decides what to do after a failure and how long to wait before. */
    private Duration failed(Slice slice, DatabaseException e) {
        ChunkAttempt attempt = slice.latest;
        slice.checkpoint = null;
        slice.failed();
        FailureClass failureClass = e.failureClass();
        boolean cannotBury = attempt != null
                && attempt.burial != null
                && attempt.burial.key().equals(attempt.end)
                && failureClass == FailureClass.DATA;
        if (cannotBury || FailurePolicy.exhausted(failureClass, slice.failures, slice.failingFor())) {
            controls.stop(FailurePolicy.stop(e, slice.failures));
            return Duration.ZERO;
        }
        if (attempt != null && failureClass == FailureClass.CONTENTION) {
            slice.smallSize = ChunkSizer.afterContention(attempt.size);
        } else if (attempt != null && failureClass == FailureClass.DATA) {
            isolate(slice, attempt, e);
        }
        listener.on(new RunSignal.Retried(failureClass, String.valueOf(e.getMessage())));
        return FailurePolicy.backOff(failureClass, slice.failures);
    }

    private static void isolate(Slice slice, ChunkAttempt attempt, DatabaseException e) {
        if (attempt.rows <= 1 && attempt.end != null) {
            slice.burial = new Slice.Burial(attempt.end, String.valueOf(e.getMessage()));
        } else {
            slice.isolate(attempt.rows);
        }
    }
}
