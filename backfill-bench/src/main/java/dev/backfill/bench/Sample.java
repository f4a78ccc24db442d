package dev.backfill.bench;

import java.time.Duration;

/**
 * One timing of one side.
 *
 * @param whole from call to return
 * @param changing the part of it that changed rows; the whole, for sides that do nothing else
 * @param walBytes written meanwhile
 * @param checkpoints that began meanwhile; more than none makes the sample unfair
 */
record Sample(Duration whole, Duration changing, long walBytes, long checkpoints) {}
