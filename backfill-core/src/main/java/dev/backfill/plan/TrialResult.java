package dev.backfill.plan;

import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What came of trying the work out on a few chunks, all rolled back. Immutable.
 *
 * @param chunks those that could be tried
 * @param wholeTable true if the chunks are all there are
 * @param nothingToDo true if the whole table was searched and no row needs the work
 * @param refusals what the database said where rows' data was refused; safe to show, without values
 * @param failure why the trial could not be finished; null if it was
 */
public record TrialResult(
        List<TrialChunk> chunks,
        boolean wholeTable,
        boolean nothingToDo,
        List<String> refusals,
        @Nullable String failure) {
    /** Of a table without rows. */
    public static final TrialResult EMPTY = new TrialResult(List.of(), true, true, List.of(), null);

    public TrialResult {
        chunks = List.copyOf(chunks);
        refusals = List.copyOf(refusals);
    }

    /** A trial of which nothing can be concluded. */
    public static TrialResult failed(String why) {
        return new TrialResult(List.of(), false, false, List.of(), why);
    }

    public long rows() {
        return sum(TrialChunk::rows);
    }

    public long changed() {
        return sum(TrialChunk::changed);
    }

    public long changedAgain() {
        return sum(TrialChunk::changedAgain);
    }

    public long goingOn() {
        return sum(TrialChunk::goingOn);
    }

    public long stillMatching() {
        return sum(TrialChunk::stillMatching);
    }

    public long rejected() {
        return sum(TrialChunk::rejected);
    }

    public long compared() {
        return sum(TrialChunk::compared);
    }

    public long overwritten() {
        return sum(TrialChunk::overwritten);
    }

    /** True if rows were seen to change, and none of them by a second application. */
    public boolean settles() {
        return failure == null && changed() > 0 && changedAgain() == 0;
    }

    long sum(ToLongFunction<TrialChunk> figure) {
        return chunks.stream().mapToLong(figure).sum();
    }
}
