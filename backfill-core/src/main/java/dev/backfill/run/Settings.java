package dev.backfill.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What may be changed while a run goes on. Durable; obeyed by the running process within one chunk.
 *
 * @param rowsPerSecond scanned rows per second of the whole run; null means no limit
 * @param workers chunks at the same time
 * @param chunkRows fixes the chunk's size; null means adaptive within the definition's limits
 */
public record Settings(@Nullable Integer rowsPerSecond, int workers, @Nullable Integer chunkRows) {
    /** In a change: the limit is lifted, or the chunk's size adaptive again. */
    public static final int NONE = 0;
    /** More workers than this only make a database slower, and each holds a connection. */
    public static final int MAX_WORKERS = 64;
    /** Beyond what any server writes; a larger number is a mistake. */
    public static final int MAX_ROWS_PER_SECOND = 10_000_000;
    /** A chunk is one transaction; beyond this its locks are held too long for any live table. */
    public static final int MAX_CHUNK_ROWS = 100_000;

    /** For people: what is different in the other settings, old → new; empty if nothing is. */
    String changes(Settings after) {
        List<String> changes = new ArrayList<>();
        change(changes, "rows per second", rowsPerSecond, after.rowsPerSecond, "no limit");
        change(changes, "workers", workers, after.workers, "");
        change(changes, "rows per chunk", chunkRows, after.chunkRows, "adaptive");
        return String.join(", ", changes);
    }

    private static void change(
            List<String> changes, String what, @Nullable Integer before, @Nullable Integer after, String none) {
        if (!Objects.equals(before, after)) {
            changes.add(what + " " + (before == null ? none : before) + " → " + (after == null ? none : after));
        }
    }

    /** The given values over these; a null keeps what is, and {@link #NONE} takes a limit or a fixed size away. */
    public Settings with(@Nullable Integer newRate, @Nullable Integer newWorkers, @Nullable Integer newChunkRows) {
        return new Settings(
                changed(rowsPerSecond, newRate),
                newWorkers == null ? workers : newWorkers,
                changed(chunkRows, newChunkRows));
    }

    private static @Nullable Integer changed(@Nullable Integer before, @Nullable Integer change) {
        return change == null ? before : change == NONE ? null : change;
    }
}
