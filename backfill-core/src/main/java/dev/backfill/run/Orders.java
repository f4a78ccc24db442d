package dev.backfill.run;

import org.jspecify.annotations.Nullable;

/**
 * What a heartbeat brings back.
 *
 * @param reason of the pause or abort
 */
public record Orders(Desired desired, @Nullable String reason, Settings settings) {}
