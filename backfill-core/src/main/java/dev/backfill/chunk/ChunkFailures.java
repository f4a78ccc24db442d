package dev.backfill.chunk;

import dev.backfill.chunk.ChunkTransaction.ChunkAttempt;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.error.BackfillException;
import dev.backfill.ledger.FencedException;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.throttle.ChunkSizer;
import java.time.Duration;

/**
 * What follows when a chunk failed and is rolled back: once more, smaller, without one row, or not at all. Thread-safe, as
 * long as a slice has one caller at a time.
 */
final class ChunkFailures {
    private final Controls controls;
    private final RunListener listener;
    private final RetryBudget retries;

    ChunkFailures(Controls controls, RunListener listener, RetryBudget retries) {
        this.controls = controls;
        this.listener = listener;
        this.retries = retries;
    }

    /**
     * Decides; the slice's next attempt is as decided, or the controls have been told to stop.
     *
     * @return how long to wait before the next attempt
     */
    Duration handle(Slice slice, Throwable failure) {
        if (failure instanceof FencedException fenced) {
            return fenced(slice, fenced);
        }
        if (failure instanceof DatabaseException refused) {
            return failed(slice, refused);
        }
        if (failure instanceof BackfillException known) {
            return stop(new StopRequest(StopRequest.Kind.FAIL, String.valueOf(known.getMessage()), known));
        }
        if (failure instanceof OutOfMemoryError) {
            return failed(slice, tooLarge());
        }
        return stop(new StopRequest(
                StopRequest.Kind.FAIL, "defect: " + failure.getClass().getName(), silenced(failure)));
    }

    private Duration stop(StopRequest request) {
        controls.stop(request);
        return Duration.ZERO;
    }

    private Duration fenced(Slice slice, FencedException e) {
        slice.checkpoint = null;
        // the ledger may have the attempt in doubt under this number, whose COMMIT arrived late; what was
        // to be buried may be done with it
        slice.burial = null;
        return e.lost()
                ? stop(new StopRequest(StopRequest.Kind.FENCED, String.valueOf(e.getMessage()), e))
                : Duration.ZERO;
    }

    private Duration failed(Slice slice, DatabaseException e) {
        ChunkAttempt attempt = slice.latest;
        slice.checkpoint = null;
        slice.failed(e.cancelled());
        FailureClass failureClass = e.failureClass();
        String why = String.valueOf(e.getMessage());
        boolean cannotBury = attempt != null
                && attempt.burial != null
                && attempt.burial.key().equals(attempt.end)
                && failureClass == FailureClass.DATA;
        if (cannotBury || exhausted(slice, e)) {
            return stop(FailurePolicy.stop(e, slice.failures));
        }
        if (attempt != null && failureClass == FailureClass.CONTENTION) {
            slice.smallSize = ChunkSizer.afterContention(attempt.size);
            listener.on(
                    new RunSignal.ChunkResized(slice.smallSize, "partition " + attempt.id.partition() + ": " + why));
        } else if (attempt != null && failureClass == FailureClass.DATA) {
            boolean begins = slice.smallSize == 0;
            isolate(slice, attempt, e);
            if (begins && slice.smallSize > 0) {
                listener.on(new RunSignal.ChunkResized(
                        slice.smallSize,
                        "partition " + attempt.id.partition() + ": looking for the row that cannot be changed"));
            }
        }
        listener.on(new RunSignal.Retried(failureClass, why));
        retries.spend(failureClass, why)
                .ifPresent(reason -> controls.stop(new StopRequest(StopRequest.Kind.PAUSE, reason, e)));
        return FailurePolicy.backOff(failureClass, slice.failures);
    }

    private static boolean exhausted(Slice slice, DatabaseException e) {
        return e.cancelled()
                ? FailurePolicy.yieldedTooLong(slice.failingFor())
                : FailurePolicy.exhausted(e.failureClass(), slice.failures - slice.yields, slice.failingFor());
    }

    private static void isolate(Slice slice, ChunkAttempt attempt, DatabaseException e) {
        if (attempt.rows <= 1 && attempt.end != null) {
            slice.burial = new Slice.Burial(attempt.end, String.valueOf(e.getMessage()));
        } else {
            slice.isolate(attempt.rows);
        }
    }

    /** As if the chunk were in the way: half as many rows, and after a while a pause with this reason. */
    private static DatabaseException tooLarge() {
        return new DatabaseException(
                FailureClass.CONTENTION, null, "too little memory for a chunk of this many rows", false, null);
    }

    /** Where it happened, without its message: that is not known to be free of row values. */
    private static Throwable silenced(Throwable e) {
        Throwable silenced = new IllegalStateException(e.getClass().getName());
        silenced.setStackTrace(e.getStackTrace());
        return silenced;
    }
}
