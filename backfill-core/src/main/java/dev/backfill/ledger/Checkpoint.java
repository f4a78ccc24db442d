package dev.backfill.ledger;

import dev.backfill.database.Position;
import dev.backfill.database.Range;
import org.jspecify.annotations.Nullable;

/**
 * How far a partition is.
 *
 * @param lastChunk number of its last committed chunk; 0 if there is none
 * @param upTo upper key of that chunk; null if there is none
 */
public record Checkpoint(int partition, Range bounds, int lastChunk, @Nullable Position upTo) {
    /** What is left to do. */
    public Range rest() {
        return bounds.from(upTo);
    }

    public boolean done() {
        return upTo != null && upTo.equals(bounds.upTo());
    }
}
