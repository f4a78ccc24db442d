package dev.backfill.run;

import dev.backfill.database.FailureClass;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    /**
     * Chunks begin, or a partition has no more of them for this process: more workers than partitions have nothing to do.
     *
     * @param partitions that are not through yet
     */
    record PartitionsLeft(int partitions) implements RunSignal {}

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

    /**
     * The run's database stopped answering, was tried again in vain, or answers again.
     *
     * @param open true while it does not answer
     */
    record CircuitChanged(boolean open, String text) implements RunSignal {}

    /**
     * A guard read its signal. Infinite limits are none.
     *
     * @param value NaN if it could not be read
     */
    record GuardRead(String guard, double value, double limit) implements RunSignal {}

    /**
     * What holds the run back changed.
     *
     * @param text for people; null if nothing holds it back
     * @param held true if no chunk begins until this changes
     * @param rowsPerSecond that are allowed, settings included; null means no limit
     * @param workers that may work
     */
    record Steered(@Nullable String text, boolean held, @Nullable Integer rowsPerSecond, int workers)
            implements RunSignal {}
}
