package dev.backfill.ledger;

/**
 * What a chunk did, in rows.
 *
 * @param scanned rows in its key range
 */
public record ChunkResult(int scanned, int changed, int dead) {
    /** Rows that already were as they should be. */
    public int unchanged() {
        return Math.max(0, scanned - changed - dead);
    }
}
