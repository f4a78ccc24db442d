package dev.backfill.chunk;

import dev.backfill.chunk.ChunkTransaction.ChunkAttempt;
import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.Target;
import dev.backfill.database.TransactionOptions;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.DeadLetterLimit;
import dev.backfill.ledger.Checkpoint;
import dev.backfill.ledger.ChunkId;
import dev.backfill.ledger.ChunkResult;
import dev.backfill.ledger.Ledger;
import dev.backfill.run.RunId;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.throttle.Circuit;
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
 * rows. What follows a failure is decided in {@link ChunkFailures}. Thread-safe, as long as a partition has one caller at
 * a time.
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
     * @param estimatedRows of the plan
     * @param circuit of the target, shared with other runs on it
     */
    public record Setting(
            RunId run,
            Backfill backfill,
            Database database,
            Target target,
            Ledger ledger,
            long epoch,
            int planned,
            long estimatedRows,
            Circuit circuit) {}

    private final Setting setting;
    private final Controls controls;
    private final RunListener listener;
    private final ChunkTransaction transaction;
    private final ChunkFailures failures;
    private final Outage outage;
    private final Canary canary;
    private final RowRate rate = new RowRate();
    private final Map<Integer, Slice> slices = new ConcurrentHashMap<>();
    private final AtomicLong dead;
    private final ChunkSize size;

    /**
     * @param dead dead letters of the run so far
     */
    public ChunkLoop(
            Setting setting, Controls controls, RunListener listener, ChunkProbe probe, long dead, Canary canary) {
        this.canary = canary;
        this.setting = setting;
        this.controls = controls;
        this.listener = listener;
        this.failures = new ChunkFailures(
                controls,
                listener,
                new RetryBudget(setting.backfill().limits().maxRetriesPerMinute(), System::nanoTime));
        this.outage = new Outage(setting.circuit(), controls, listener, System::nanoTime);
        this.dead = new AtomicLong(dead);
        this.size = new ChunkSize(setting.backfill().chunk(), controls, listener, System::nanoTime);
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
        if (canary.left(partition) == 0) {
            return new Turn(Step.DONE, null);
        }
        if (!admitted()) {
            return new Turn(Step.STOP, null);
        }
        Slice slice = slices.computeIfAbsent(partition, number -> new Slice());
        Duration wait = Duration.ZERO;
        ChunkAttempt committed = null;
        try {
            committed = attempt(partition, slice);
            outage.ended(null);
        } catch (RuntimeException | Error e) {
            outage.ended(e);
            wait = failures.handle(slice, e);
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

    /** Waits until a chunk may begin, and tells of waits on purpose while they last; false if the run is to stop. */
    private boolean admitted() throws InterruptedException {
        while (true) {
            Admission admission = controls.enter();
            if (admission.heldBy() != null) {
                listener.on(new RunSignal.Throttled(admission.heldBy(), admission.held()));
            } else if (!admission.admitted()) {
                return false;
            }
            if (!admission.admitted()) {
                outage.endure();
            } else if (outage.passes()) {
                return true;
            }
        }
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
        if (from.done()) {
            return null;
        }
        ChunkId id = new ChunkId(setting.run(), partition, from.lastChunk() + 1);
        boolean sweep = partition > setting.planned();
        ChunkAttempt attempt = new ChunkAttempt(
                id, from.rest(), Math.min(slice.size(size.normal()), canary.left(partition)), sweep, slice.burial);
        slice.latest = attempt;
        try {
            transaction.run(attempt);
        } catch (DatabaseException e) {
            if (e.commitInDoubt()) {
                // it got past its claim, so that an earlier one in doubt can no longer arrive
                slice.inDoubt = attempt;
            }
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

    private Step finish(int partition, Slice slice, ChunkAttempt done) throws InterruptedException {
        ChunkResult result = Objects.requireNonNull(done.result);
        listener.on(new RunSignal.ChunkCommitted(
                partition, result.scanned(), result.changed(), result.unchanged(), result.dead(), done.clock.phases()));
        canary.committed(partition, result.scanned());
        size.committed(slice, done);
        DeadLetterLimit limit = setting.backfill().limits().maxDeadLetters();
        if (dead.addAndGet(result.dead()) > limit.of(setting.estimatedRows())) {
            controls.stop(new StopRequest(
                    StopRequest.Kind.PAUSE,
                    "paused by itself: more than " + limit.shown(setting.estimatedRows())
                            + " could not be changed (max-dead-letters, which counts the whole run)."
                            + " See which and why with: backfill dead-letters list " + setting.run()
                            + ". To go on without them raise the limit in the definition and resume; rows that are mended"
                            + " still count, and are done once the run has ended: backfill dead-letters retry "
                            + setting.run(),
                    null));
        }
        boolean complete = Objects.requireNonNull(slice.checkpoint).done();
        if (complete) {
            listener.on(new RunSignal.PartitionDone(partition));
        }
        throttle(Math.max(result.scanned(), done.rows));
        return complete ? Step.DONE : controls.stopping() ? Step.STOP : Step.MORE;
    }

    private void throttle(int rows) throws InterruptedException {
        RateLimit limit = controls.rate();
        rate.set(limit == null ? null : Integer.valueOf(limit.rowsPerSecond()));
        Duration owed = rate.pay(rows);
        if (limit == null || owed.isZero()) {
            return;
        }
        long begin = System.nanoTime();
        controls.pay(owed, limit.rowsPerSecond());
        listener.on(new RunSignal.Throttled(limit.signal(), Duration.ofNanos(System.nanoTime() - begin)));
    }

    /**
     * Reads the ledger again before each partition's next chunk. For the time between launches, when no chunk is in
     * flight: a server that crashed may have forgotten the latest.
     */
    public void reread() {
        slices.values().forEach(slice -> slice.checkpoint = null);
    }
}
