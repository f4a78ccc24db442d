/**
 * Owns: one chunk: bounds, work, ledger, commit, and what to do when it fails.
 *
 * <p>Does not own: which partitions there are, and who runs them.
 *
 * <p>Start reading at: {@link dev.backfill.chunk.ChunkLoop}, then {@code ChunkTransaction}.
 */
@NullMarked
package dev.backfill.chunk;

import org.jspecify.annotations.NullMarked;
