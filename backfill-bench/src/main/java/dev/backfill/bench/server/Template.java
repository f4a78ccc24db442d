package dev.backfill.bench.server;

/**
 * A database with the users table as every side finds it.
 *
 * @param fingerprint over the columns that no side may touch
 */
public record Template(Server server, String name, String fingerprint, long rows) {
    /** A copy that is identical to the byte, in memory, behind a checkpoint. */
    public Copy copy() {
        return server.copy(this);
    }
}
