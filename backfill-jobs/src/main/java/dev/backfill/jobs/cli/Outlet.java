package dev.backfill.jobs.cli;

import java.time.Duration;

/**
 * A way on which figures leave this process by themselves: regularly, never two at a time, on a daemon thread of its own.
 * Whatever the receiver does, the run is not affected. Thread-safe.
 */
interface Outlet {
    /** The run has begun; before that nothing is sent. Returns at once; may be called again and again. */
    void begin();

    /** Has the figures sent once more, as they are from now on, and nothing after that. Returns at once. */
    void finish();

    /** Waits for the last sending, if there is one, for no longer than this; gives it up then. Called once, last. */
    void awaitEnd(Duration longest);
}
