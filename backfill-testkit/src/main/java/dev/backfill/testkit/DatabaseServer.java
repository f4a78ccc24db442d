package dev.backfill.testkit;

/** A running database server that hands out empty databases, so that one suite can run on several of them. */
public interface DatabaseServer extends AutoCloseable {
    /**
     * Creates an empty database that nobody else uses.
     *
     * @return its JDBC address on 127.0.0.1, complete with user and, where one is needed, password
     * @throws IllegalStateException if the server refuses
     */
    String createDatabase();

    /**
     * Drops the databases that it has handed out until now: a server with hundreds of them is slow. For whoever is alone
     * on it.
     *
     * @throws IllegalStateException if the server refuses
     */
    void dropDatabases();

    /** Stops the server and gives up its databases. */
    @Override
    void close();
}
