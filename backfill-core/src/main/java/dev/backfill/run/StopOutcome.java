package dev.backfill.run;

import org.jspecify.annotations.Nullable;

/**
 * What became of an order to stop all runs, or to let them go on, in one control database.
 *
 * @param control the database's name
 * @param stop the order that is in force, or was until now; null if there was none
 * @param problem why it failed; empty unless it did
 */
public record StopOutcome(String control, State state, @Nullable Stop stop, String problem) {
    /** What became of it. */
    public enum State {
        STOPPED,
        /** Somebody else's order is in force; it was left as it is. */
        ALREADY_STOPPED,
        LIFTED,
        /** There was nothing to lift. */
        NOT_STOPPED,
        FAILED
    }
}
