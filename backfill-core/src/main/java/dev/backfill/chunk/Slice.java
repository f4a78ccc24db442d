package dev.backfill.chunk;

import dev.backfill.chunk.ChunkTransaction.ChunkAttempt;
import dev.backfill.database.Position;
import dev.backfill.ledger.Checkpoint;
import dev.backfill.throttle.ChunkSizer;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Where one partition stands in this process. Used by one worker at a time. */
final class Slice {
    /** Null until read, and again whenever only the ledger can know. */
    @Nullable
    Checkpoint checkpoint;
    /** Below the normal size while isolating a bad row or getting past contention; 0 otherwise. */
    int smallSize;
    /** A bad row is known to be among this many rows behind the checkpoint; 0 if none is known. */
    int suspects;
    /** The row to be buried instead of worked on, if it is still the next one. */
    @Nullable
    Burial burial;
    /**
     * Its COMMIT was sent and the answer lost: only the ledger knows whether it is there. Kept although the ledger does not
     * have it yet: the COMMIT may arrive later.
     */
    @Nullable
    ChunkAttempt inDoubt;
    /** What was tried last. */
    @Nullable
    ChunkAttempt latest;
    /** Failures of the current chunk, contention or otherwise. */
    int failures;
    /** Those of them with which it made way for somebody who waited for its rows. */
    int yields;

    /**
     * @param why safe to show
     */
    record Burial(Position key, String why) {}

    private final LongSupplier nanoClock;
    private long firstFailureNanos;

    Slice() {
        this(System::nanoTime);
    }

    /**
     * @param nanoClock in place of {@link System#nanoTime}
     */
    Slice(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    int size(int normal) {
        return burial != null ? 1 : smallSize > 0 ? Math.min(smallSize, normal) : normal;
    }

    /**
     * Counts a failure of the current chunk; a success of another chunk does not forgive it.
     *
     * @param yielded true if it made way for somebody
     */
    void failed(boolean yielded) {
        if (failures++ == 0) {
            firstFailureNanos = nanoClock.getAsLong();
        }
        yields += yielded ? 1 : 0;
    }

    Duration failingFor() {
        return failures == 0 ? Duration.ZERO : Duration.ofNanos(nanoClock.getAsLong() - firstFailureNanos);
    }

    /** The chunk of this many rows has a bad one: half of them next. */
    void isolate(int rows) {
        suspects = rows;
        smallSize = ChunkSizer.isolating(rows);
    }

    /** A chunk below the normal size went well: on to the remaining suspects, or back up. */
    void recover(int rows, int size, int normal) {
        suspects = Math.max(0, suspects - rows);
        int next = suspects > 0 ? ChunkSizer.isolating(suspects) : ChunkSizer.recovering(size, normal);
        smallSize = next >= normal ? 0 : next;
    }

    void succeeded(Checkpoint next) {
        checkpoint = next;
        failures = 0;
        yields = 0;
        burial = null;
        inDoubt = null;
    }
}
