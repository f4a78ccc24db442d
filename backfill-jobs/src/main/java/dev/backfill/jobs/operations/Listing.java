package dev.backfill.jobs.operations;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.Definitions.Broken;
import dev.backfill.run.RunStatus;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The backfills there are.
 *
 * @param entries by name
 * @param broken definitions with mistakes
 * @param unknown by the name of a database that could not be asked for its runs, why
 */
public record Listing(List<Entry> entries, List<Broken> broken, Map<String, RuntimeException> unknown) {
    /**
     * @param lastRun null if it never ran, or if that is not known
     * @param runsKnown false if the database that keeps its runs could not be asked
     */
    public record Entry(Backfill backfill, @Nullable RunStatus lastRun, boolean runsKnown) {}
}
