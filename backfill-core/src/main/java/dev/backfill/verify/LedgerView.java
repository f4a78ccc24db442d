package dev.backfill.verify;

import dev.backfill.database.Position;
import dev.backfill.database.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the ledger must be able to tell about one run. */
public interface LedgerView {
    /** Bounds by partition number: the planned ones, then any that were added for rows that appeared meanwhile. */
    List<Range> partitions();

    /** Committed chunks of a partition, by number. */
    List<Chunk> chunks(int partition);

    /**
     * @param after the checkpoint at which the chunk began; null means before the first row
     * @param upTo the checkpoint that it left
     */
    record Chunk(int number, @Nullable Position after, Position upTo, long scanned, long changed, long dead) {}
}
