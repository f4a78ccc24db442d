package dev.backfill.batch;

/**
 * A partition's number as part of its step's name. Names are all that a restart takes from the metadata: a process may
 * die after a step was recorded, and before its execution context was.
 */
final class PartitionNames {
    private static final String PREFIX = "partition-";

    private PartitionNames() {}

    static String of(int partition) {
        return PREFIX + "%03d".formatted(partition);
    }

    /**
     * @param step as {@code backfill-worker:partition-007}
     */
    static int number(String step) {
        return Integer.parseInt(step.substring(step.lastIndexOf(PREFIX) + PREFIX.length()));
    }
}
