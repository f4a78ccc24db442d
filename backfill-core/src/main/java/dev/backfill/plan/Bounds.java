package dev.backfill.plan;

import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target;
import dev.backfill.database.Target.Slices;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table's key order cut into partitions of about the same number of rows, frozen at its last key. Immutable.
 *
 * @param partitions in order; the first one starts before the first row, the last one ends at the last key there was;
 *     empty for an empty table
 * @param samples ranges that start at places spread evenly over the table and end at its last key, for trying out
 * @param rows of the table
 * @param exact false if {@code rows} is an estimate
 */
public record Bounds(List<Range> partitions, List<Range> samples, long rows, boolean exact) {
    /** Of a table that was not looked at. */
    public static final Bounds UNKNOWN = new Bounds(List.of(), List.of(), 0, false);

    /** How many places {@link #samples} names at most. */
    public static final int SAMPLES = 8;

    /** A dozen chunks of the usual size: few enough to move between workers, enough to be worth a step of its own. */
    static final int ROWS_PER_PARTITION = 62_500;

    /** Spring Batch sets partitions up one after another, so that thousands of them delay the start by seconds. */
    static final int MAX_PARTITIONS = 256;

    /** Finer than partitions, so that however many are wanted they differ by no more than a quarter. */
    private static final int SLICES = 4 * MAX_PARTITIONS;

    public Bounds {
        partitions = List.copyOf(partitions);
        samples = List.copyOf(samples);
    }

    public static Bounds read(Session session, Target target) {
        return of(target.keyset().slices(session, SLICES));
    }

    static Bounds of(Slices slices) {
        List<Position> ends = slices.ends().stream().distinct().toList();
        if (ends.isEmpty()) {
            return new Bounds(List.of(), List.of(), 0, slices.exact());
        }
        return new Bounds(
                partitions(ends, wanted(slices.rows(), ends.size())), samples(ends), slices.rows(), slices.exact());
    }

    private static int wanted(long rows, int slices) {
        long wanted = (Math.max(rows, 1) + ROWS_PER_PARTITION - 1) / ROWS_PER_PARTITION;
        return (int) Math.min(Math.min(wanted, MAX_PARTITIONS), slices);
    }

    private static List<Range> partitions(List<Position> ends, int wanted) {
        List<Range> partitions = new ArrayList<>(wanted);
        Position after = null;
        for (int i = 1; i <= wanted; i++) {
            Position upTo = ends.get((int) ((long) i * ends.size() / wanted) - 1);
            partitions.add(new Range(after, upTo));
            after = upTo;
        }
        return partitions;
    }

    private static List<Range> samples(List<Position> ends) {
        int places = Math.min(SAMPLES, ends.size());
        Position last = ends.get(ends.size() - 1);
        List<Range> samples = new ArrayList<>(places);
        for (int i = 0; i < places; i++) {
            // the last place is the last slice: what is new in a table is often unlike the rest
            int slice = places == 1 ? 0 : (int) ((long) i * (ends.size() - 1) / (places - 1));
            @Nullable Position after = slice == 0 ? null : ends.get(slice - 1);
            samples.add(new Range(after, last));
        }
        return samples;
    }
}
