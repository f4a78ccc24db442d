package dev.backfill.database;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How a database does at this moment, as seen from one run. Has a connection of its own, so that busy workers cannot keep
 * it from looking; every call is short and gives up by itself. Used by one thread.
 *
 * <p>All methods throw {@link DatabaseException} if the answer does not come in time or not at all.
 */
public interface Health extends AutoCloseable {
    /** The standbys that this server feeds; empty if there are none. */
    List<Standby> standbys();

    /** What everybody else is doing. */
    Activity activity();

    /**
     * Ends the transactions of this run's own workers for which somebody is waiting.
     *
     * @return how many there were
     */
    int release();

    /**
     * Commits a tiny transaction, made durable as the server is set.
     *
     * @return how long its COMMIT took, in seconds
     */
    double commit();

    /** Age in seconds of the oldest transaction whose snapshot keeps dead rows from being removed; 0 if there is none. */
    double oldestSnapshot();

    /** The table's dead rows and what is being done about them. */
    DeadRows deadRows();

    Log log();

    Connections connections();

    /** Used share of the disk with the server's data; empty where the server does not say. */
    OptionalDouble diskUsed();

    /**
     * One number of the author's own.
     *
     * @throws DatabaseException of class DEFINITIVE if the query answers no row, several rows, or no number
     */
    double query(String sql);

    @Override
    void close();

    /**
     * @param lagBytes written here and not yet replayed there
     * @param lagSeconds how far its replay is behind; 0 if it has caught up
     */
    record Standby(String name, double lagBytes, double lagSeconds) {}

    /**
     * @param others sessions of others that did something in the last seconds; those whose activity is hidden from us
     *     count
     * @param active sessions of others that are in the middle of a statement
     * @param lockWaiters of those, how many wait for a lock of anybody
     * @param waitersForUs how many wait for a lock of this run's workers
     */
    record Activity(int others, int active, int lockWaiters, int waitersForUs) {}

    /**
     * @param dead rows
     * @param live rows
     * @param cleaning true if the server is removing them now
     */
    record DeadRows(long dead, long live, boolean cleaning) {}

    /**
     * @param writtenBytes of write-ahead log since the server began; grows
     * @param forcedCheckpoints checkpoints since then that came early because of the amount written; grows
     */
    record Log(long writtenBytes, long forcedCheckpoints) {}

    /**
     * @param used by anybody
     * @param allowed in all, without those reserved for administrators
     */
    record Connections(int used, int allowed) {}
}
