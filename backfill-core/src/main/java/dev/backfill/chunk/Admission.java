package dev.backfill.chunk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a worker that wants to begin a chunk.
 *
 * @param admitted true if it may; it must then {@link Controls#leave()}
 * @param heldBy what it waited for on purpose until now, such as a guard's name; null if it did not wait on purpose
 * @param held for how long
 */
record Admission(boolean admitted, @Nullable String heldBy, Duration held) {}
