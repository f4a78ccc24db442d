package dev.backfill.database;

import java.time.Duration;

/**
 * @param lockTimeout how long a statement waits for a lock of somebody else
 * @param statementTimeout how long a statement may take, and how long the server waits for the next one: a process that
 *     is suspended inside a transaction holds its locks no longer than a living one may
 * @param relaxedDurability true if losing the transaction in a crash of the server is harmless, because whatever it
 *     wrote is found missing and done again
 * @param keyRanges true if its statements read key ranges, so that anything but an index is a mistake of the planner's
 */
public record TransactionOptions(
        Duration lockTimeout, Duration statementTimeout, boolean relaxedDurability, boolean keyRanges) {
    /** For chunks: yields to the application soon, and may be lost as a whole since the ledger is lost with it. */
    public static final TransactionOptions CHUNK =
            new TransactionOptions(Duration.ofSeconds(2), Duration.ofSeconds(30), true, true);

    /** For small writes that must last: run state, lease, plan. */
    public static final TransactionOptions CONTROL =
            new TransactionOptions(Duration.ofSeconds(5), Duration.ofSeconds(10), false, false);

    /** For a report that may lose its end in a crash of the server, since the ledger is the truth: Spring Batch's metadata. */
    public static final TransactionOptions REPORT =
            new TransactionOptions(Duration.ofSeconds(5), Duration.ofSeconds(10), true, false);

    /** For long reads: planning, verification. */
    public static final TransactionOptions READING =
            new TransactionOptions(Duration.ofSeconds(5), Duration.ofHours(2), false, false);
}
