package dev.backfill.ledger;

import dev.backfill.database.Database;
import dev.backfill.database.Session;
import dev.backfill.run.RunId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** A run's chunks in the order they came, for looking back at it. Thread-safe. */
public final class ChunkMoments {
    private static final int PAGE = 10_000;

    private final String partitions;
    private final String chunks;

    public ChunkMoments(Database.Home home) {
        partitions = "SELECT partition_no FROM " + home.table("backfill_partition")
                + " WHERE run_id = ? ORDER BY partition_no";
        chunks = "SELECT chunk_no, committed_at, scanned, changed, dead, work_millis FROM "
                + home.table("backfill_chunk")
                + " WHERE run_id = ? AND partition_no = ? AND chunk_no > ? AND scanned > 0 ORDER BY chunk_no LIMIT ?";
    }

    private record Numbered(int number, ChunkMoment moment) {}

    /** Partition by partition, in each the oldest first; some thousands are held in memory at a time. */
    public void each(Session session, RunId run, Consumer<ChunkMoment> each) {
        for (int partition : session.query(partitions, row -> (int) row.number(1), run.value())) {
            int behind = 0;
            List<Numbered> page;
            do {
                page = session.query(
                        chunks,
                        row -> new Numbered(
                                (int) row.number(1),
                                new ChunkMoment(
                                        partition,
                                        Objects.requireNonNull(row.instant(2)),
                                        new ChunkResult((int) row.number(3), (int) row.number(4), (int) row.number(5)),
                                        row.isNull(6) ? null : Duration.ofMillis(row.number(6)))),
                        run.value(),
                        partition,
                        behind,
                        PAGE);
                page.forEach(found -> each.accept(found.moment()));
                behind = page.isEmpty() ? behind : page.get(page.size() - 1).number();
            } while (page.size() == PAGE);
        }
    }
}
