package dev.backfill.run;

import org.jspecify.annotations.Nullable;

/**
 * What a heartbeat brings back.
 *
 * @param reason of the pause or abort
 * @param stop the order to stop all runs that is in force; null if there is none
 * @param sharing how many runs are at work on the same database now, this one included
 */
public record Orders(Desired desired, @Nullable String reason, Settings settings, @Nullable Stop stop, int sharing) {}
