package dev.backfill.throttle;

import dev.backfill.database.Health;
import java.util.OptionalDouble;

/**
 * Something that may hold a run back: one signal of the database, and how much of it is too much. The higher the value,
 * the worse, whatever the signal. Used by one thread, so it may remember earlier readings.
 */
public interface Guard {
    /** Short and stable, such as {@code replication-lag}: a label of metrics and the name in messages. */
    String name();

    /** What the value counts. */
    Unit unit();

    /** What the value is about. */
    Scope scope();

    /**
     * Reads the signal now.
     *
     * @return empty if this server has no such signal, so that there is nothing to guard, such as the lag of a standby
     *     where there is none
     * @throws dev.backfill.database.DatabaseException if it cannot be read; the run is then held, because nobody knows
     *     how the database does
     */
    OptionalDouble read(Health health);

    /**
     * How much is too much. Asked once, between the readings that make the baseline and the run.
     *
     * @param baseline the median of what was read before the run began; empty if nothing was
     */
    Limits limits(OptionalDouble baseline);

    /**
     * @param slowAbove slowed above this, the more the nearer to {@code stopAbove}; infinite means never
     * @param stopAbove held above this, until the value is well below again; infinite means never
     */
    record Limits(double slowAbove, double stopAbove) {
        public Limits {
            if (!(slowAbove <= stopAbove)) {
                throw new IllegalArgumentException("slowed above " + slowAbove + " but held above " + stopAbove);
            }
        }
    }

    /** What the figures of a guard mean. */
    enum Unit {
        SECONDS,
        BYTES,
        BYTES_PER_SECOND,
        COUNT,
        /** 0 to 1. */
        SHARE
    }

    /** What a guard looks at. */
    enum Scope {
        SERVER,
        TABLE,
        RUN,
        /** Asked for by the author of the backfill. */
        AUTHOR
    }
}
