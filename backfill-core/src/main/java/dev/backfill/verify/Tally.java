package dev.backfill.verify;

import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.ledger.ChunkResult;
import dev.backfill.ledger.CommittedChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's chunks added up, and held against the plan's bounds. Partitions behind the planned ones are sweeps, whose
 * rows were scanned before.
 *
 * @param complete planned partitions whose last chunk ends where they end
 * @param scanned rows of planned partitions
 * @param leftAlone rows of planned partitions that were not changed, dead letters included
 * @param changed rows of all partitions
 * @param dead rows of all partitions
 * @param beginnings the first chunk of each planned partition that has any
 * @param breaks what does not fit together
 */
record Tally(
        int complete,
        long scanned,
        long leftAlone,
        long changed,
        long dead,
        List<Beginning> beginnings,
        List<Break> breaks) {
    /**
     * @param at the checkpoint near it; null means before the first row
     */
    record Break(String what, @Nullable Position at) {}

    /**
     * @param leftAlone of the rows scanned, those that were not changed
     */
    record Beginning(Range range, long scanned, long leftAlone) {}

    /**
     * @param planned bounds as planned
     * @param recorded bounds as the ledger has them
     * @param chunks of a partition, by its number from 1
     */
    static Tally of(List<Range> planned, List<Range> recorded, IntFunction<List<CommittedChunk>> chunks) {
        Count count = new Count();
        for (int number = 1; number <= recorded.size(); number++) {
            Range bounds = recorded.get(number - 1);
            boolean sweep = number > planned.size();
            if (!sweep && !bounds.equals(planned.get(number - 1))) {
                count.breaks.add(new Break("partition " + number + " has other bounds than planned", bounds.after()));
            }
            count.partition(number, bounds, chunks.apply(number), sweep);
        }
        for (int number = recorded.size() + 1; number <= planned.size(); number++) {
            count.breaks.add(new Break("partition " + number + " is not in the ledger", null));
        }
        return new Tally(
                count.complete,
                count.scanned,
                count.leftAlone,
                count.changed,
                count.dead,
                List.copyOf(count.beginnings),
                List.copyOf(count.breaks));
    }

    private static final class Count {
        private final List<Beginning> beginnings = new ArrayList<>();
        private final List<Break> breaks = new ArrayList<>();
        private int complete;
        private long scanned;
        private long leftAlone;
        private long changed;
        private long dead;

        void partition(int partition, Range bounds, List<CommittedChunk> chunks, boolean sweep) {
            @Nullable Position checkpoint = bounds.after();
            int expected = 1;
            if (!sweep && !chunks.isEmpty()) {
                begin(chunks.get(0));
            }
            for (CommittedChunk chunk : chunks) {
                inspect("partition " + partition + ", chunk ", chunk, expected, checkpoint);
                ChunkResult result = chunk.result();
                changed += result.changed();
                dead += result.dead();
                if (!sweep) {
                    scanned += result.scanned();
                    leftAlone += result.scanned() - result.changed();
                }
                expected = chunk.number() + 1;
                checkpoint = chunk.range().upTo();
            }
            if (chunks.isEmpty() || !Objects.equals(checkpoint, bounds.upTo())) {
                breaks.add(new Break("partition " + partition + " was not done to its end", checkpoint));
            } else if (!sweep) {
                complete++;
            }
        }

        private void begin(CommittedChunk chunk) {
            ChunkResult result = chunk.result();
            beginnings.add(new Beginning(chunk.range(), result.scanned(), result.scanned() - result.changed()));
        }

        private void inspect(String name, CommittedChunk chunk, int expected, @Nullable Position checkpoint) {
            ChunkResult result = chunk.result();
            if (chunk.number() != expected) {
                breaks.add(new Break(name + expected + " is missing", checkpoint));
            }
            if (!Objects.equals(chunk.range().after(), checkpoint)) {
                breaks.add(
                        new Break(name + chunk.number() + " does not begin where the one before it ended", checkpoint));
            }
            if (result.changed() < 0 || result.dead() < 0 || result.changed() + result.dead() > result.scanned()) {
                breaks.add(new Break(
                        name + chunk.number() + " counts " + result.changed() + " changed and " + result.dead()
                                + " dead of " + result.scanned() + " scanned",
                        checkpoint));
            }
        }
    }
}
