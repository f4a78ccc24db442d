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
    /**
     * The standbys that this server feeds; empty if there are none. Subscribers of single tables and receivers that only
     * store the log are none.
     *
     * @throws DatabaseException of class DEFINITIVE if there are some and the connected user may not see how they do
     */
    List<Standby> standbys();

    /** What everybody else is doing. */
    Activity activity();

    /**
     * Ends the transactions of this process's own workers for which somebody outside the engine is waiting. A chunk that
     * is ended so fails with CONTENTION and is done again, smaller. A worker may move on between the look and the
     * request; then the request meets nothing, or its next chunk, which is done again too; or its COMMIT, which then
     * either fails as a whole or has happened, as the ledger says.
     *
     * @return how many were asked to end
     */
    int release();

    /**
     * Commits a tiny transaction, made durable as the server is set. It really writes to the log, and so costs what the
     * application's commits cost.
     *
     * @return how long its COMMIT took, in seconds; empty where the database writes nothing without a table, and ours are
     *     not there yet
     */
    OptionalDouble commit();

    /**
     * Age in seconds of the oldest thing that keeps the table's dead rows from being removed: a transaction of others, a
     * prepared one, a standby that reads, a replication slot; 0 if there is none. What does not say since when it has
     * been there, or hides it from the connected user, counts from when it was first seen.
     */
    double oldestSnapshot();

    /** The table's dead rows and what is being done about them. */
    DeadRows deadRows();

    Log log();

    /**
     * The configured replicas, each by its own answer: also one that has lost its connection, or follows another standby;
     * empty if none is configured.
     *
     * @throws DatabaseException if one cannot be asked, or follows nobody
     */
    List<Standby> replicas();

    Connections connections();

    /**
     * Used share of the disk with the server's data, 0 to 1; empty where that is not to be had. PostgreSQL does not tell
     * by SQL: known only if the server runs on this machine and says where its data is, and only of the disk with its
     * data directory, not of tablespaces elsewhere.
     */
    OptionalDouble diskUsed();

    /** What only servers like MariaDB and MySQL have; all of it empty elsewhere. */
    default Internals internals() {
        return Internals.NONE;
    }

    /**
     * One number of the author's own. The query can change nothing: its transaction is read-only and rolled back.
     *
     * @throws DatabaseException of class DEFINITIVE if the query answers no row, several rows, or no number
     */
    double query(String sql);

    @Override
    void close();

    /**
     * @param lagBytes written here and not yet replayed there
     * @param lagSeconds how far its replay is behind; 0 if it has caught up; grows while the replay stands still
     */
    record Standby(String name, double lagBytes, double lagSeconds) {}

    /**
     * Others are all but the engine, in whatever process.
     *
     * @param others sessions of others that did something in the last seconds; those whose activity is hidden from us
     *     count
     * @param active sessions of others that are seen in the middle of a statement
     * @param lockWaiters how many of others wait for a lock of anybody, hidden ones included
     * @param waitersForUs of those, how many wait for a lock of this process's workers
     */
    record Activity(int others, int active, int lockWaiters, int waitersForUs) {}

    /**
     * @param dead rows, as the server estimates them
     * @param live rows, as the server estimates them
     * @param cleaning true if the server is seen removing them now
     */
    record DeadRows(long dead, long live, boolean cleaning) {}

    /**
     * @param writtenBytes of write-ahead log since the server began; grows
     * @param forcedCheckpoints checkpoints since then that came before their time, because of the amount written or
     *     because somebody asked for one; grows
     * @param bytesToCheckpoint how much may be written after one checkpoint until the next is forced
     */
    record Log(long writtenBytes, long forcedCheckpoints, long bytesToCheckpoint) {}

    /**
     * @param historyList transactions whose old versions of rows are still kept, for readers or because cleaning up is
     *     behind
     * @param binlogBytes written since the server began to the log that replicas read; grows; empty if it writes none
     * @param binlogFileBytes of that log, how much goes into one file
     * @param flowControlSeconds for how long in all its cluster kept the server waiting, so that slower ones could follow;
     *     grows; empty outside of a cluster
     */
    record Internals(
            OptionalDouble historyList,
            OptionalDouble binlogBytes,
            long binlogFileBytes,
            OptionalDouble flowControlSeconds) {
        public static final Internals NONE =
                new Internals(OptionalDouble.empty(), OptionalDouble.empty(), Long.MAX_VALUE, OptionalDouble.empty());
    }

    /**
     * @param used by anybody
     * @param allowed in all, without those reserved for administrators
     */
    record Connections(int used, int allowed) {}
}
