package dev.backfill.ledger;

/** Sums over a run's chunks, in rows unless said otherwise. */
public record Totals(long chunks, long scanned, long changed, long dead, int partitions, int partitionsDone) {
    public long unchanged() {
        return Math.max(0, scanned - changed - dead);
    }
}
