package dev.backfill.jobs.operations;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.Definitions.Broken;
import dev.backfill.run.RunStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The backfills there are.
 *
 * @param entries by name
 * @param broken definitions with mistakes
 */
public record Listing(List<Entry> entries, List<Broken> broken) {
    /**
     * @param lastRun null if it never ran
     */
    public record Entry(Backfill backfill, @Nullable RunStatus lastRun) {}
}
