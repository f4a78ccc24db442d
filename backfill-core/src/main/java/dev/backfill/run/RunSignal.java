package dev.backfill.run;

import dev.backfill.database.FailureClass;
import java.time.Duration;
import java.util.Map;

/** Something that happened in this process while it runs chunks. */
public sealed interface RunSignal {
    /** The parts of a chunk whose time is measured. */
    enum Phase {
        FIND,
        READ,
        TRANSFORM,
        WRITE,
        COMMIT
    }

    /** A chunk is durable. Sent after COMMIT only. */
    record ChunkCommitted(
            int partition, long scanned, long changed, long unchanged, long dead, Map<Phase, Duration> phases)
            implements RunSignal {}

    /** All chunks of a partition are committed. */
    record PartitionDone(int partition) implements RunSignal {}

    /** The state changed and is stored. */
    record StateChanged(RunId run, RunState state, String reason) implements RunSignal {}

    /** A worker waited on purpose. The reason is short and stable, such as {@code rate-limit}. */
    record Throttled(String reason, Duration waited) implements RunSignal {}

    /** A chunk was rolled back and will be tried again. */
    record Retried(FailureClass failureClass, String message) implements RunSignal {}

    /** What is in force from now on. */
    record SettingsChanged(Settings settings) implements RunSignal {}

    /** The chunk's size changed. */
    record ChunkResized(int rows, String reason) implements RunSignal {}
}
