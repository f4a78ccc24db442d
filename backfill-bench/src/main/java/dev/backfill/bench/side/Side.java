package dev.backfill.bench.side;

import dev.backfill.bench.server.Copy;
import java.time.Duration;
import java.util.Optional;

/**
 * One way of doing the job.
 *
 * @param id stable, for scripts
 * @param workers threads, each with a connection of its own
 */
public record Side(String id, String title, Family family, int workers, Preparation preparation) {
    /** What is compared with what. */
    public enum Family {
        /** New values come from SQL expressions. */
        SQL,
        /** New values come from Java. */
        ROWS
    }

    /** Gets a side ready on a fresh copy; not timed. */
    @FunctionalInterface
    public interface Preparation {
        Task prepare(Copy copy, int workers) throws Exception;
    }

    /** A side that is ready. Closed whatever happens. */
    @FunctionalInterface
    public interface Task extends AutoCloseable {
        /** Does the whole job; timed. */
        void run() throws Exception;

        /**
         * How much of the time went into changing rows, for a side that does more than that; asked after {@link #run}.
         */
        default Optional<Duration> changing() {
            return Optional.empty();
        }

        @Override
        default void close() {}
    }

    public Task prepare(Copy copy) throws Exception {
        return preparation.prepare(copy, workers);
    }
}
