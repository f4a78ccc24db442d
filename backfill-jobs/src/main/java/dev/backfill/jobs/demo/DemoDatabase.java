package dev.backfill.jobs.demo;

import java.nio.file.Path;

/**
 * A database server to try things on. The one implementation brings a server along and is not part of the application:
 * it is found by {@link java.util.ServiceLoader} when the launcher adds it for the demo.
 */
public interface DemoDatabase {
    /**
     * Starts a server that outlives this process.
     *
     * @param data a folder that does not exist yet
     * @return the address of an empty database, for a user called {@code postgres} without a password, on loopback
     */
    String start(Path data);

    /** Stops the server of that folder; does nothing if it is not running. */
    void stop(Path data);
}
