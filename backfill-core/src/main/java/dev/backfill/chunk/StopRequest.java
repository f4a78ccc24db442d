package dev.backfill.chunk;

import org.jspecify.annotations.Nullable;

/**
 * Why this process stops working on the run.
 *
 * @param cause null unless an error is behind it
 */
public record StopRequest(Kind kind, String reason, @Nullable Throwable cause) {
    /** What the run becomes. */
    public enum Kind {
        /** Goes on later by resume. */
        PAUSE,
        /** Its first share is done and verified: goes on with all the rest once a person has looked and resumed it. */
        CANARY,
        /** Ended for good by a person. */
        ABORT,
        /** Cannot go on. */
        FAIL,
        /** Another process has the run: this one writes nothing more, not even the state. */
        FENCED
    }
}
