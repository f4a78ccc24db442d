package dev.backfill.verify;

import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.plan.Plan;
import dev.backfill.verify.LedgerView.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's chunks added up, and held against the plan's bounds. Pure but for reading the ledger.
 *
 * @param partitions one per planned partition
 * @param scanned rows of planned partitions
 * @param leftAlone rows of planned partitions that were not changed, dead letters included
 * @param dead rows of all partitions
 * @param breaks what does not fit together
 */
record Tally(List<Progress> partitions, long scanned, long leftAlone, long dead, List<Break> breaks) {
    /**
     * @param checkpoint where the next chunk would begin; null means before the first row
     */
    record Progress(Range bounds, @Nullable Position checkpoint) {
        /** What lies between the checkpoint and the end; null if nothing can. */
        @Nullable
        Range rest() {
            return Objects.equals(checkpoint, bounds.upTo()) ? null : new Range(checkpoint, bounds.upTo());
        }
    }

    /**
     * @param at the checkpoint near it; null means before the first row
     */
    record Break(String what, @Nullable Position at) {}

    static Tally of(Plan plan, LedgerView ledger) {
        List<Range> recorded = ledger.partitions();
        List<Progress> progress = new ArrayList<>();
        List<Break> breaks = new ArrayList<>();
        long scanned = 0;
        long leftAlone = 0;
        long dead = 0;
        int planned = plan.partitions().size();
        for (int number = 0; number < Math.max(planned, recorded.size()); number++) {
            if (number >= recorded.size()) {
                breaks.add(new Break("partition " + number + " is not in the ledger", null));
                continue;
            }
            Range bounds = recorded.get(number);
            List<Chunk> chunks = ledger.chunks(number);
            inspect(number, bounds, chunks, breaks);
            dead += chunks.stream().mapToLong(Chunk::dead).sum();
            if (number < planned) {
                if (!bounds.equals(plan.partitions().get(number))) {
                    breaks.add(new Break("partition " + number + " has other bounds than planned", bounds.after()));
                }
                scanned += chunks.stream().mapToLong(Chunk::scanned).sum();
                leftAlone += chunks.stream()
                        .mapToLong(c -> c.scanned() - c.changed())
                        .sum();
                progress.add(new Progress(
                        bounds,
                        chunks.isEmpty()
                                ? bounds.after()
                                : chunks.get(chunks.size() - 1).upTo()));
            }
        }
        return new Tally(progress, scanned, leftAlone, dead, breaks);
    }

    private static void inspect(int partition, Range bounds, List<Chunk> chunks, List<Break> breaks) {
        @Nullable Position checkpoint = bounds.after();
        int number = chunks.isEmpty() ? 0 : chunks.get(0).number();
        for (Chunk chunk : chunks) {
            String name = "partition " + partition + ", chunk " + chunk.number();
            if (chunk.number() != number) {
                breaks.add(new Break(name + " follows chunk " + (number - 1), checkpoint));
            }
            if (!Objects.equals(chunk.after(), checkpoint)) {
                breaks.add(new Break(name + " does not begin where the one before it ended", checkpoint));
            }
            if (chunk.changed() < 0 || chunk.dead() < 0 || chunk.changed() + chunk.dead() > chunk.scanned()) {
                breaks.add(new Break(
                        name + " counts " + chunk.changed() + " changed and " + chunk.dead() + " dead of "
                                + chunk.scanned() + " scanned",
                        checkpoint));
            }
            number = chunk.number() + 1;
            checkpoint = chunk.upTo();
        }
    }
}
