package dev.backfill.ledger;

import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;

/**
 * The ledger is not as this process remembers it: the chunk was written by somebody else, the one before it was lost in a
 * crash, or the run was taken over. The transaction must be rolled back.
 */
public final class FencedException extends BackfillException {
    private static final long serialVersionUID = 1;

    private final boolean lost;

    private FencedException(String message, String hint, boolean lost) {
        super(ErrorCode.FENCED, message, hint);
        this.lost = lost;
    }

    static FencedException alreadyWritten(ChunkId id) {
        return new FencedException(
                "chunk " + id.chunk() + " of partition " + id.partition() + " of " + id.run()
                        + " is already in the ledger",
                "",
                false);
    }

    static FencedException forgotten(ChunkId id) {
        return new FencedException(
                "chunk " + (id.chunk() - 1) + " of partition " + id.partition() + " of " + id.run()
                        + " was committed and is gone: the server crashed before it was on disk",
                "",
                false);
    }

    static FencedException takenOver(ChunkId id) {
        return new FencedException(
                "run " + id.run() + " was taken over by another process",
                "look for the process that runs it: backfill status " + id.run(),
                true);
    }

    /** True if this process must stop; false if it only has to read the ledger again. */
    public boolean lost() {
        return lost;
    }
}
