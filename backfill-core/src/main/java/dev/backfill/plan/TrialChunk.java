package dev.backfill.plan;

import java.time.Duration;

/**
 * One chunk that was tried out and rolled back.
 *
 * @param time of finding and doing the chunk once
 * @param rows of the chunk; 0 if its rows were picked for needing the work, so that they stand for no others
 * @param changed rows changed by the first application
 * @param changedAgain rows changed by a second application right after
 * @param goingOn changed rows that the transform, asked about them as they are then, would not leave so, whatever {@code
 *     where} says; 0 for work in SQL
 * @param stillMatching rows that {@code where} selects after the first application, rejected ones aside; 0 without
 *     {@code where}
 * @param rejected rows that a transform rejected
 * @param compared changed rows whose values before were looked at
 * @param overwritten of those, the ones that held a value, not NULL, in a column that became another one
 * @param logBytes write-ahead log written meanwhile, by everybody; -1 if the database does not say
 */
public record TrialChunk(
        Duration time,
        long rows,
        long changed,
        long changedAgain,
        long goingOn,
        long stillMatching,
        long rejected,
        long compared,
        long overwritten,
        long logBytes) {

    /** Nanoseconds per row; the chunk's whole time if it has no rows. */
    double nanosPerRow() {
        return (double) time.toNanos() / Math.max(rows, 1);
    }
}
