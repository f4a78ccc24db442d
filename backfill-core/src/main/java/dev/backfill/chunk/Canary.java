package dev.backfill.chunk;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many rows of each partition may be done before the run pauses to be looked at: of each, because rows that lie
 * together are alike. Thread-safe.
 */
public final class Canary {
    /** A run of all rows. */
    public static final Canary NONE = new Canary(Long.MAX_VALUE, Map.of());

    private final long quota;
    private final Map<Integer, Long> done;

    /**
     * @param quota rows of each partition
     * @param done rows of each partition that earlier processes did
     */
    public Canary(long quota, Map<Integer, Long> done) {
        this.quota = quota;
        this.done = new ConcurrentHashMap<>(done);
    }

    /** The quota of one of several partitions of about the same size; at least a row, so that each is begun. */
    public static long quota(double share, long rows, int partitions) {
        return Math.max(1, (long) Math.ceil(share * rows / Math.max(1, partitions)));
    }

    /** How many rows the partition's next chunk may have; 0 if its share is done. */
    int left(int partition) {
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, quota - done.getOrDefault(partition, 0L)));
    }

    void committed(int partition, long rows) {
        done.merge(partition, rows, Long::sum);
    }
}
