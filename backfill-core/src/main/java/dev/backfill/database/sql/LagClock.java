package dev.backfill.database.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Turns positions in the log into time: since when a primary's log has been beyond what a follower has replayed. The time
 * of the last transaction replayed would not do: it grows old while nobody writes. Used by one thread.
 */
final class LagClock {
    /** At four a second about twenty minutes; beyond that every second one is forgotten. */
    private static final int SAMPLES = 4800;

    private record Sample(long at, long written) {}

    private final LongSupplier nanoClock;
    private final Deque<Sample> samples = new ArrayDeque<>();

    LagClock(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /**
     * @param written the primary's position now
     * @param replayedByAll what every follower has replayed
     */
    void written(long written, long replayedByAll) {
        samples.addLast(new Sample(nanoClock.getAsLong(), written));
        while (!samples.isEmpty() && samples.getFirst().written() <= replayedByAll) {
            samples.removeFirst();
        }
        if (samples.size() > SAMPLES) {
            List<Sample> all = new ArrayList<>(samples);
            samples.clear();
            for (int i = 0; i < all.size(); i += 2) {
                samples.addLast(all.get(i));
            }
        }
    }

    /** Seconds since the log was first seen beyond the position; 0 if it was not. */
    double behind(long replayed) {
        for (Sample sample : samples) {
            if (sample.written() > replayed) {
                return (nanoClock.getAsLong() - sample.at()) / 1e9;
            }
        }
        return 0;
    }
}
