package dev.backfill.ledger;

import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;

/** The chunk was written by somebody else, or the run was taken over; the transaction must be rolled back. */
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
