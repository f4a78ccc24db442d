package dev.backfill.jobs.operations;

import java.util.List;

/**
 * A run's dead letters added up.
 *
 * @param groups why rows could not be changed, the commonest reason first; without those that are settled
 * @param settled rows that a later run has done after all
 */
public record DeadLetterSummary(List<DeadLetterGroup> groups, long settled) {
    public DeadLetterSummary {
        groups = List.copyOf(groups);
    }

    /** Rows that still wait to be done. */
    public long unsettled() {
        return groups.stream().mapToLong(DeadLetterGroup::rows).sum();
    }

    /** Rows that failed in the run, whatever became of them. */
    public long total() {
        return unsettled() + settled;
    }
}
